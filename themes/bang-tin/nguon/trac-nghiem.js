/* Tự kiểm tra: chấm ngay trên máy người đọc, không gửi đi đâu. Không có tệp này thì đáp án nằm trong phần gấp. */
(function () {
  'use strict';
  var d = document, quiz = d.querySelector('[data-trac-nghiem]'), button = d.querySelector('[data-cham]');
  var result = d.querySelector('[data-ket-qua]');
  if (!quiz || !button) return;
  var questions = Array.prototype.slice.call(quiz.querySelectorAll('fieldset'));
  function words(name) { return quiz.getAttribute('data-' + name); }
  function verdict(question, text, state) {
    var line = question.querySelector('.nhan-xet');
    line.textContent = text;
    line.className = 'nhan-xet' + (state ? ' tt tt-' + state : '');
  }
  button.hidden = false;
  button.addEventListener('click', function () {
    var right = 0, open = null;
    questions.forEach(function (question) {
      var chosen = question.querySelector('input:checked');
      if (!chosen) {
        open = open || question;
        verdict(question, words('chua'), 'chua-thuc-hien');
        return;
      }
      var ok = chosen.value === question.getAttribute('data-dung');
      right += ok;
      verdict(question, words(ok ? 'dung' : 'sai'), ok ? 'hoan-thanh' : 'qua-han');
      question.querySelector('details').open = true;
    });
    result.textContent = words('diem').replace('{n}', right).replace('{m}', questions.length);
    if (open) open.querySelector('input').focus();
  });
  quiz.addEventListener('change', function (event) {
    var question = event.target.closest('fieldset');
    if (question) verdict(question, '', '');
    result.textContent = '';
  });
})();
