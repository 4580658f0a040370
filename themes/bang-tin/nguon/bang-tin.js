/* Không có tệp này trang vẫn đọc được: nó chỉ thêm tiện. */
(function () {
  'use strict';
  var d = document, html = d.documentElement, KEY = 'bangtin-to-chuc';
  var root = d.body.getAttribute('data-goc') || './';
  var isFile = location.protocol === 'file:';

  /* Bộ nhớ của máy có thể bị chặn (Zalo, chế độ ẩn danh). */
  function load(key) { try { return JSON.parse(localStorage.getItem(key)); } catch (e) { return null; } }
  function save(key, value) {
    try { if (value === null) localStorage.removeItem(key); else localStorage.setItem(key, JSON.stringify(value)); return true; }
    catch (e) { return false; }
  }
  function all(selector, node) { return Array.prototype.slice.call((node || d).querySelectorAll(selector)); }
  function el(name, text, cls) {
    var node = d.createElement(name);
    if (text) node.textContent = text;
    if (cls) node.className = cls;
    return node;
  }

  /* Cỡ chữ và nền: người đọc chọn, máy nhớ. */
  var look = load('bangtin-doc') || { co: 0 };
  function dress() {
    html.classList.toggle('chu-lon', look.co === 1);
    html.classList.toggle('chu-rat-lon', look.co === 2);
    html.classList.toggle('toi', look.toi === true);
    html.classList.toggle('sang', look.toi === false);
  }
  dress();
  all('[data-doc-tro]').forEach(function (panel) {
    var dark = panel.querySelector('[data-nen]'), prefers = window.matchMedia('(prefers-color-scheme: dark)');
    function isDark() { return look.toi === undefined ? prefers.matches : look.toi; }
    function show() { dress(); dark.setAttribute('aria-pressed', isDark() ? 'true' : 'false'); }
    panel.hidden = false;
    show();
    all('[data-co]', panel).forEach(function (button) {
      button.addEventListener('click', function () {
        var step = +button.getAttribute('data-co');
        look.co = step ? Math.max(0, Math.min(2, look.co + step)) : 0;
        save('bangtin-doc', look);
        show();
      });
    });
    dark.addEventListener('click', function () { look.toi = !isDark(); save('bangtin-doc', look); show(); });
  });

  /* Mở từ USB: thư mục không tự mở index.html. */
  function page(url) { return isFile ? url.replace(/\/(?=$|[?#])/, '/index.html') : url; }
  if (isFile) all('a[href]').forEach(function (a) {
    if (a.protocol === 'file:') a.href = page(a.href);
  });
  if (isFile) all('form[action]').forEach(function (form) { form.action = page(form.action); });

  /* Phím / đưa tới ô tìm kiếm. */
  d.addEventListener('keydown', function (event) {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.nodeName)) return;
    var box = all('[data-tim]').filter(function (node) { return node.offsetParent; })[0], link = d.querySelector('[data-toi-tim]');
    if (!box && !link) return;
    event.preventDefault();
    if (box) box.focus(); else link.click();
  });

  /* Đến từ kết quả tìm kiếm: đánh dấu những từ đã tìm. */
  var sought = /[?&]tim=([^&#]*)/.exec(location.search);
  if (sought) try {
    markWords(decodeURIComponent(sought[1]).split('|').filter(Boolean));
    history.replaceState(null, '', location.pathname + location.hash);
  } catch (e) { /* Địa chỉ hỏng, hoặc trang mở từ ổ đĩa: đọc bình thường. */ }
  function markWords(words) {
    var letter = '0-9A-Za-z\\u00c0-\\u024f\\u1e00-\\u1eff';
    var either = words.map(function (word) { return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'); }).join('|');
    var pattern = new RegExp('(^|[^' + letter + '])(' + either + ')(?![' + letter + '])', 'i');
    var walker = d.createTreeWalker(d.querySelector('main'), NodeFilter.SHOW_TEXT), nodes = [], node, count = 0;
    while (words.length && (node = walker.nextNode())) nodes.push(node);
    nodes.forEach(function (node) {
      for (var found; count < 200 && (found = pattern.exec(node.nodeValue)); count++) {
        var rest = node.splitText(found.index + found[1].length), mark = el('mark', found[2]);
        node = rest.splitText(found[2].length);
        rest.parentNode.replaceChild(mark, rest);
      }
    });
    var first = d.querySelector('main mark');
    if (first && !location.hash) first.scrollIntoView({ block: 'center' });
  }

  /* «còn 5 ngày», «đã qua 3 ngày», theo giờ Việt Nam; chậm hay không là bản dựng ghi, máy đọc không tự xét. */
  var today = Math.floor((Date.now() + 7 * 36e5) / 864e5);
  function relative(time) {
    var due = Date.parse(time.getAttribute('datetime') + 'T00:00:00Z') / 864e5;
    var left = due - today, text;
    if (isNaN(left) || left > 60) return;
    if (left > 0) text = 'còn ' + left + ' ngày';
    else if (left === 0) text = 'hôm nay';
    else text = 'đã qua ' + -left + ' ngày';
    if (html.lang === 'en') text = left > 0 ? left + ' days left' : left === 0 ? 'today' : -left + ' days ago';
    time.classList.add('da');
    time.appendChild(el('span', '(' + text + ')', 'con-lai' + (left < 0 && time.getAttribute('data-han') === 'tre' ? ' tre' : '')));
  }
  /* Bản xem trước báo khi vừa đưa phần mới vào trang. */
  function count() { all('time[data-han]:not(.da)').forEach(relative); }
  d.addEventListener('bangtin:moi', count);
  count();

  /* Việc của tổ chức tôi: chỉ nhớ trên máy này. */
  var mine = load(KEY);
  function link(id) { return page(root + id.replace(/[^a-z0-9\/-]/g, '') + '/'); }
  if (mine && mine.id) all('[data-viec-cua-toi]').forEach(function (a) { a.setAttribute('href', link(mine.id)); });
  all('[data-chon-toi]').forEach(function (button) {
    var id = button.getAttribute('data-chon-toi'), label = button.textContent;
    function show() {
      var chosen = mine && mine.id === id;
      button.setAttribute('aria-pressed', chosen ? 'true' : 'false');
      button.textContent = (chosen ? '✓ ' : '') + label;
    }
    button.hidden = false;
    show();
    button.addEventListener('click', function () {
      var owner = d.querySelector('[data-to-chuc]');
      mine = mine && mine.id === id ? null : {
        id: id,
        ten: owner ? owner.getAttribute('data-to-chuc-ten') : id,
        nhom: (owner && owner.getAttribute('data-nhom') || '').split(' ').filter(Boolean)
      };
      save(KEY, mine);
      show();
      tell();
    });
  });

  /* Trang chủ: ba việc gần nhất của tổ chức đã chọn, lấy từ trang của chính tổ chức ấy. */
  var box = d.querySelector('[data-cua-toi]');
  if (box && mine && mine.id) {
    var more = el('a', mine.ten + ' →', 'nut nut-chinh');
    more.href = link(mine.id);
    box.appendChild(more);
    box.hidden = false;
    var choice = d.querySelector('[data-chon]');
    if (choice) choice.hidden = true;
    if (!isFile && window.fetch && window.DOMParser) fetch(link(mine.id)).then(function (answer) {
      if (!answer.ok) throw answer;
      return answer.text();
    }).then(function (text) {
      var their = new DOMParser().parseFromString(text, 'text/html'), base = more.href;
      var total = their.querySelector('.tong');
      if (total) box.insertBefore(d.importNode(total, true), more);
      all('article[data-nhiem-vu]', their).slice(0, 3).forEach(function (card) {
        var copy = d.importNode(card, true);
        all('a[href]', copy).forEach(function (a) { a.href = new URL(a.getAttribute('href'), base).href; });
        all('details', copy).forEach(function (node) { node.parentNode.removeChild(node); });
        box.insertBefore(copy, more);
        all('time[data-han]', copy).forEach(relative);
      });
    }).catch(function () {
      /* Tổ chức không còn trang: cho chọn lại. */
      if (choice) choice.hidden = false;
    });
  }

  /* Trang kế hoạch: việc của tổ chức tôi lên đầu. */
  var slot = d.querySelector('[data-viec-toi-trong]');
  if (slot && mine && mine.id) {
    var paths = [mine.id].concat(mine.nhom || []).map(function (id) { return '/' + id + '/'; });
    var own = all('article[data-nhiem-vu]:not(.da-bo)').filter(function (card) {
      return all('dd a[href]', card).some(function (a) {
        return paths.some(function (path) { return a.getAttribute('href').indexOf(path) >= 0; });
      });
    });
    if (own.length) {
      var list = el('p', mine.ten + ': ', 'bao');
      own.slice(0, 12).forEach(function (card, index) {
        var a = el('a', card.querySelector('.so-viec').textContent);
        a.href = '#' + card.id;
        if (index) list.appendChild(d.createTextNode(', '));
        list.appendChild(a);
      });
      slot.appendChild(list);
    }
  }

  /* In bằng nút nào cũng được: mở hết phần gấp, ghi ngày in. */
  window.addEventListener('beforeprint', function () {
    var now = new Date(), two = function (n) { return ('0' + n).slice(-2); };
    all('main details').forEach(function (node) { node.open = true; });
    all('[data-ngay-in]').forEach(function (node) {
      node.textContent = ' · ' + node.getAttribute('data-ngay-in') + ' ' + two(now.getDate()) + '/' + two(now.getMonth() + 1) + '/' + now.getFullYear();
    });
  });
  all('[data-in]').forEach(function (button) {
    if (!window.print) return;
    button.hidden = false;
    button.addEventListener('click', function () { window.print(); });
  });

  /* Thư góp ý kèm địa chỉ trang vừa xem. */
  all('[data-thu]').forEach(function (a) {
    if (d.referrer.indexOf(location.origin) === 0) a.href += '&body=' + encodeURIComponent(d.referrer + '\n\n');
  });

  /* Sao chép đường dẫn. */
  all('[data-chep]').forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener('click', function () {
      navigator.clipboard.writeText(button.getAttribute('data-chep')).then(function () { button.textContent = '✓ ' + button.getAttribute('data-xong'); });
    });
  });

  /* Nghe: chỉ khi máy có giọng tiếng Việt. Đọc bản viết cho loa; mở từ ổ đĩa thì đọc tóm tắt. */
  var speech = window.speechSynthesis;
  function voice() { return speech.getVoices().filter(function (v) { return /^vi\b/i.test(v.lang); })[0]; }
  if (speech) all('[data-nghe]').forEach(function (button) {
    var label = button.querySelector('span'), start = label.textContent;
    function offer() { if (voice()) button.hidden = false; }
    function show(on) { button.setAttribute('aria-pressed', on ? 'true' : 'false'); label.textContent = on ? button.getAttribute('data-dung') : start; }
    function say(text) {
      var lines = text.split(/\n+/).filter(function (line) { return line.trim(); });
      lines.forEach(function (line, i) {
        var said = new SpeechSynthesisUtterance(line);
        said.lang = 'vi-VN';
        said.voice = voice();
        if (i === lines.length - 1) said.onend = function () { show(false); };
        speech.speak(said);
      });
    }
    offer();
    if (speech.addEventListener) speech.addEventListener('voiceschanged', offer);
    window.addEventListener('pagehide', function () { speech.cancel(); });
    button.addEventListener('click', function () {
      var on = button.getAttribute('aria-pressed') === 'true';
      speech.cancel();
      show(!on);
      if (on) return;
      var short = d.querySelector('.tom-tat'), fall = function () { say(short ? short.innerText : d.title); };
      if (isFile || !window.fetch) return fall();
      fetch(button.getAttribute('data-nghe')).then(function (answer) { if (!answer.ok) throw answer; return answer.text(); }).then(say).catch(fall);
    });
  });

  /* Tóm tắt bằng tiếng khác: nút chọn bản nào thì chỉ bản ấy hiện. */
  all('[data-tieng]').forEach(function (part) {
    var links = all('.gon a', part);
    links.forEach(function (a) {
      a.addEventListener('click', function (event) {
        event.preventDefault();
        links.forEach(function (other) {
          var on = other === a, text = d.getElementById(other.hash.slice(1));
          text.style.display = on ? 'block' : 'none';
          if (on) other.setAttribute('aria-current', 'true'); else other.removeAttribute('aria-current');
        });
      });
    });
  });

  /* Giữ trang để đọc khi mất mạng. Bản xem trước không giữ gì. */
  var worker = d.body.getAttribute('data-may-tram'), workers = navigator.serviceWorker;
  function tell() {
    if (keeps) workers.ready.then(function (found) {
      found.active.postMessage({ trang: location.href, toi: mine && mine.id ? new URL(link(mine.id), location.href).href : '' });
    });
  }
  var keeps = worker && workers && window.isSecureContext && !isFile && !d.querySelector('script[data-goc-xem]');
  if (keeps) window.addEventListener('load', function () {
    workers.register(worker).then(tell).catch(function () { /* Máy không cho: đọc bình thường. */ });
  });

  /* Mở câu hỏi được dẫn tới. */
  function reveal() {
    var target = location.hash && d.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var node = target; node; node = node.parentElement) if (node.tagName === 'DETAILS') node.open = true;
    if (target) target.scrollIntoView();
  }
  window.addEventListener('hashchange', reveal);
  if (location.hash) reveal();
})();
