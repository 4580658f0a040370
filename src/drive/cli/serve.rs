//! `bangtin serve`

use super::args::ServeOptions;
use super::console::Console;
use super::{Exit, today};
use crate::basics::diag::{Fatal, Lang};
use crate::drive::pipeline::Findings;
use crate::drive::serve::{self, Event, Reporter};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

pub(super) fn run(options: &ServeOptions, console: &Arc<Console>) -> Result<Exit, Fatal> {
    let start = today::today(&options.site)?;
    let site = options.site.clone();
    let preview = serve::ServeOptions {
        site: options.site.site.clone(),
        audience: options.site.audience,
        drafts: options.site.drafts,
        today: Box::new(move || today::today(&site).unwrap_or(start)),
        port: options.port,
        poll: options.poll,
        phone: options.phone,
        lang: console.lang,
    };
    let talk = Talk { console: Arc::clone(console), open: options.open, url: Mutex::default(), said: Mutex::default() };
    let tell: Reporter = Arc::new(move |told| talk.say(&told));
    serve::serve(preview, &tell)?;
    console.say(console.words("Đã dừng xem trước.", "The preview has stopped."));
    Ok(Exit::Clean)
}

/// What the terminal hears of the preview.
struct Talk {
    console: Arc<Console>,
    open: bool,
    /// Where the site lies.
    url: Mutex<String>,
    /// Messages that stand on the screen already.
    said: Mutex<BTreeSet<String>>,
}

/// More messages than this at once push everything else off the screen.
const MOST_MESSAGES: usize = 30;

impl Talk {
    fn say(&self, told: &Event<'_>) {
        match told {
            Event::Ready { url, busy, findings, took } => self.ready(url, *busy, findings, *took),
            Event::Phone { code, address } => self.console.say(&match self.console.lang {
                Lang::Vi => format!(
                    "{code}Quét mã này bằng điện thoại cùng mạng Wi-Fi ({address}).\n\
                     Chỉ điện thoại đã quét mã xem được; mỗi mã dùng một lần; tự đóng sau 60 phút."
                ),
                Lang::En => format!(
                    "{code}Scan this with a phone in the same network ({address}).\n\
                     Only phones that scanned a code can look; each code works once; closes after 60 minutes."
                ),
            }),
            Event::PhoneClosed => self.console.say(self.console.words(
                "Đã hết 60 phút: điện thoại không xem được nữa. Máy này vẫn xem bình thường.",
                "The 60 minutes are over: phones cannot look any more. This machine still can.",
            )),
            Event::Polling { reason } => self.polling(reason.as_deref()),
            Event::Changed { took, findings, fatal, base } => {
                self.moved(base);
                self.changed(*took, findings, *fatal);
            }
            Event::Checked(findings) => {
                self.fresh(findings);
                self.console.say(&findings.counts(self.console.lang));
            }
            Event::Stumbled => self.console.say(self.console.words(
                "bangtin gặp lỗi của chính nó khi đọc lần lưu vừa rồi; trang giữ như trước, lần lưu sau sẽ đọc lại.",
                "bangtin stumbled over a fault of its own; the site stays as it was, the next save is read again.",
            )),
        }
    }

    fn ready(&self, url: &str, busy: Option<u16>, findings: &Findings, took: Duration) {
        let console = &self.console;
        url.clone_into(&mut self.url.lock().unwrap_or_else(PoisonError::into_inner));
        self.fresh(findings);
        if let Some(port) = busy {
            console.say(&match console.lang {
                Lang::Vi => format!("Cổng {port} đang bận; dùng cổng khác."),
                Lang::En => format!("Port {port} is taken; another one is used."),
            });
        }
        let (counts, ms) = (findings.counts(console.lang), took.as_millis());
        console.say(&match console.lang {
            Lang::Vi => {
                format!("Xem trước: {url}  ({counts}; đọc trong {ms} ms)\nSửa và lưu tệp là thấy ngay. Dừng: Ctrl-C.")
            }
            Lang::En => {
                format!("Preview: {url}  ({counts}; read in {ms} ms)\nEdit and save; it shows at once. Stop: Ctrl-C.")
            }
        });
        if self.open && open::that_detached(url).is_err() {
            console.say(console.words(
                "Không mở được trình duyệt; hãy mở địa chỉ trên.",
                "No browser could be opened; open the address above.",
            ));
        }
    }

    /// Says where the site lies, when the settings have moved it.
    fn moved(&self, base: &str) {
        let mut url = self.url.lock().unwrap_or_else(PoisonError::into_inner);
        let host = url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
        let now = format!("{host}{base}");
        if *url != now {
            self.console.say(&match self.console.lang {
                Lang::Vi => format!("Trang chuyển sang: {now}"),
                Lang::En => format!("The site has moved to: {now}"),
            });
            *url = now;
        }
    }

    fn polling(&self, reason: Option<&str>) {
        let why = match (reason, self.console.lang) {
            (Some(reason), _) => format!(" ({reason})"),
            (None, _) => String::new(),
        };
        self.console.say(&match self.console.lang {
            Lang::Vi => format!("Hệ thống không báo thay đổi ở thư mục này{why}; chuyển sang dò định kỳ."),
            Lang::En => format!("The system does not tell of changes in this folder{why}; looking on a timer now."),
        });
    }

    fn changed(&self, took: Duration, findings: &Findings, fatal: Option<&Fatal>) {
        let console = &self.console;
        self.fresh(findings);
        if let Some(fatal) = fatal {
            console.say(&fatal.text(console.lang));
        }
        let (time, ms, counts) = (super::today::clock(), took.as_millis(), findings.counts(console.lang));
        console.say(&match console.lang {
            Lang::Vi => format!("{time} · đã cập nhật trong {ms} ms · {counts}"),
            Lang::En => format!("{time} · updated in {ms} ms · {counts}"),
        });
    }

    /// Says what has not been said yet, and forgets what is mended.
    fn fresh(&self, findings: &Findings) {
        let now: BTreeSet<String> = self.console.printed(findings).into_iter().collect();
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh: Vec<&String> = now.difference(&said).collect();
        for message in fresh.iter().take(MOST_MESSAGES) {
            self.console.say(message);
            self.console.say("");
        }
        if let Some(more) = fresh.len().checked_sub(MOST_MESSAGES).filter(|more| *more > 0) {
            self.console.say(&match self.console.lang {
                Lang::Vi => format!("… và {more} thông báo khác: chạy `bangtin check` để xem hết."),
                Lang::En => format!("… and {more} more: run `bangtin check` to see all."),
            });
        }
        *said = now;
    }
}
