/* Trang «Không có mạng»: mở lại trang vừa hỏi, và danh sách những trang đã lưu trong máy. */
(function () {
  'use strict';
  var d = document, root = new URL(d.body.getAttribute('data-goc') || './', location.href).href;
  var asked = /[?&]trang=([^&#]*)/.exec(location.search);
  var again = d.querySelector('[data-thu-lai]');
  if (asked && again) try {
    var url = new URL(decodeURIComponent(asked[1]), root);
    if (url.href.indexOf(root) === 0) { again.href = url.href; again.hidden = false; }
  } catch (e) { /* Địa chỉ hỏng: chỉ còn danh sách. */ }
  if (!window.caches) return;
  var section = d.querySelector('[data-da-luu]'), list = section.querySelector('ul'), seen = {};
  function show(rows) {
    rows.sort(function (a, b) { return b.at - a.at; }).forEach(function (row) {
      var item = d.createElement('li'), a = d.createElement('a');
      a.href = row.url;
      a.textContent = row.title;
      item.appendChild(a);
      list.appendChild(item);
    });
    section.hidden = !rows.length;
  }
  caches.keys().then(function (names) {
    var own = names.filter(function (name) { return name.indexOf('bangtin:' + root + ':') === 0; });
    return Promise.all(own.map(function (name) {
      return caches.open(name).then(function (store) {
        return store.keys().then(function (requests) {
          return Promise.all(requests.filter(function (request) {
            return /(\/|\.html)$/.test(request.url) && request.url.indexOf(root + 'ngoai-tuyen/') !== 0 && !seen[request.url] && (seen[request.url] = true);
          }).map(function (request) {
            return store.match(request).then(function (answer) {
              return answer.text().then(function (text) {
                var title = new DOMParser().parseFromString(text, 'text/html').querySelector('h1');
                return { url: request.url, title: title ? title.textContent : request.url, at: +answer.headers.get('x-luc') };
              });
            });
          }));
        });
      });
    }));
  }).then(function (stores) { show([].concat.apply([], stores)); });
})();
