//! ● The preview: a server on this machine that shows an edit before the editor has looked up.
//!
//! Takes options, runs until it is told to stop. It owns no rules and no second way to make a page: it keeps the newest
//! [`crate::drive::pipeline`] snapshot and asks it for the file that a browser wants. It never writes a file, never serves one from
//! the disk, and answers nobody but this machine, unless the editor opens it to a phone.

mod address;
mod connections;
mod engine;
mod guard;
mod http;
mod live;
mod media_type;
mod pages;
mod phone;
mod preview;
mod status;
mod watch;

use crate::basics::date::Day;
use crate::basics::diag::{Fatal, Lang, msg};
use crate::drive::pipeline::{Findings, Workspace};
use crate::read::vocabulary::Audience;
use axum::Router;
use connections::{Caller, Door};
use engine::Engine;
use http::Listener;
use phone::{OPEN_FOR, PhoneListener};
use preview::{Preview, Viewer};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use watch::Watch;

/// How to preview a site.
pub(crate) struct ServeOptions {
    /// The site folder.
    pub(crate) site: PathBuf,
    /// Through whose eyes the site is seen first, and by phones.
    pub(crate) audience: Audience,
    /// Whether drafts are seen first.
    pub(crate) drafts: bool,
    /// The build date, asked anew for every edition.
    pub(crate) today: Box<dyn Fn() -> Day + Send + Sync>,
    /// The port; the next free one when somebody has it.
    pub(crate) port: u16,
    /// Whether the folder is looked at on a timer instead of being watched.
    pub(crate) poll: bool,
    /// Whether phones in the same network may look.
    pub(crate) phone: Phone,
    /// In which language the pages of the preview speak.
    pub(crate) lang: Lang,
}

/// Whether phones may look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phone {
    /// Only this machine.
    No,
    /// At the address by which this machine is in its network.
    Yes,
    /// At this address.
    At(IpAddr),
}

/// What the preview tells whoever runs it.
pub(crate) enum Event<'a> {
    /// It answers here.
    Ready {
        /// The address to open.
        url: &'a str,
        /// The port that was asked for and is not free.
        busy: Option<u16>,
        /// What there is to say about the content.
        findings: &'a Findings,
        /// How long reading it took.
        took: Duration,
    },
    /// Phones may look.
    Phone {
        /// The code for a terminal.
        code: &'a str,
        /// Where phones come in.
        address: SocketAddr,
    },
    /// Phones may not look any more.
    PhoneClosed,
    /// The folder is looked at on a timer.
    Polling {
        /// Why the system does not tell; `None` when it was silent.
        reason: Option<String>,
    },
    /// An edit has been seen.
    Changed {
        /// From the first sign to the finished edition.
        took: Duration,
        /// What there is to say about the content now.
        findings: &'a Findings,
        /// Why the folder could not be read at all.
        fatal: Option<&'a Fatal>,
        /// Where the site lies on its server now.
        base: &'a str,
    },
    /// A look at the folder failed by a fault of the program.
    Stumbled,
    /// The whole output has been checked, and there is news.
    Checked(&'a Findings),
}

/// Whoever runs the preview, listening.
pub(crate) type Reporter = Arc<dyn Fn(Event<'_>) + Send + Sync>;

/// Shows the site until the process is told to stop.
///
/// # Errors
/// When there is no site, no free port, no network for the phone.
pub(crate) fn serve(options: ServeOptions, tell: &Reporter) -> Result<(), Fatal> {
    let started = Instant::now();
    let root = std::path::absolute(&options.site).unwrap_or_else(|_| options.site.clone());
    let (listener, busy) = listen(options.port)?;
    let address = listener.local_addr().map_err(|error| cannot_run(&error))?;
    let phones = match options.phone {
        Phone::No => None,
        Phone::Yes => Some(phone_door(None, address.port())?),
        Phone::At(chosen) => Some(phone_door(Some(chosen), address.port())?),
    };
    // Signs of what happens while the site is read are not lost.
    let (watch, problem) = Watch::new(&root, !options.poll);
    let own = Viewer { audience: options.audience, drafts: options.drafts };
    let preview = Arc::new(Preview::new(Workspace::open(&root)?, own, options.today));
    let url = format!("http://{address}{}", preview.base());
    preview.with(own, |shown| {
        tell(Event::Ready { url: &url, busy, findings: &shown.findings, took: started.elapsed() });
    });
    if let Some(problem) = problem {
        tell(Event::Polling { reason: Some(problem.to_string()) });
    }
    let engine = Engine::new(Arc::clone(&preview), watch, Arc::clone(tell));
    // It waits for signs for as long as the process lives.
    std::thread::spawn(move || engine.run());
    let doors = Listeners { preview, token: phone::secret()?, lang: options.lang, phones, tell: Arc::clone(tell) };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let done = runtime.and_then(|runtime| {
        let done = runtime.block_on(doors.open(listener));
        // Pages that are still listening are not waited for.
        runtime.shutdown_background();
        done
    });
    done.map_err(|error| cannot_run(&error))
}

/// Everything the doors have in common.
struct Listeners {
    preview: Arc<Preview>,
    token: String,
    lang: Lang,
    phones: Option<(TcpListener, Arc<PhoneListener>)>,
    tell: Reporter,
}

impl Listeners {
    fn door(&self, address: SocketAddr, is_for_phones: bool) -> Listener {
        Listener {
            preview: Arc::clone(&self.preview),
            address,
            is_for_phones,
            phones: self.phones.as_ref().map(|(_, phones)| Arc::clone(phones)),
            token: self.token.clone(),
            lang: self.lang,
        }
    }

    /// Answers until somebody says stop.
    async fn open(self, listener: TcpListener) -> std::io::Result<()> {
        let address = listener.local_addr()?;
        let own = answer_at(listener, self.door(address, false));
        let phone_side = self.phones.as_ref().map(|(_, phones)| self.door(phones.address, true));
        if let Some(((listener, phones), door)) = self.phones.zip(phone_side) {
            let invitation = phones.invitation(&self.preview.base());
            (self.tell)(Event::Phone { code: &crate::basics::qr::in_letters(&invitation), address: phones.address });
            let answering = answer_at(listener, door);
            let tell = Arc::clone(&self.tell);
            tokio::spawn(async move {
                // From here on nothing is answered at that address; what is open has an end of its own.
                let _ = tokio::time::timeout(phones.left(Instant::now()), answering).await;
                tell(Event::PhoneClosed);
            });
        }
        tokio::select! {
            done = own => done,
            () = told_to_stop() => Ok(()),
        }
    }
}

/// Answers at one address.
async fn answer_at(listener: TcpListener, door: Listener) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = Door::new(tokio::net::TcpListener::from_std(listener)?);
    let router = Router::new().fallback(http::answer).with_state(Arc::new(door));
    axum::serve(listener, router.into_make_service_with_connect_info::<Caller>()).await
}

/// Waits for Ctrl-C, or for the system to end the program.
async fn told_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let ended = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let ended = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = ended => {}
    }
}

/// How many ports after a busy one are tried.
const MORE_PORTS: u16 = 20;

/// A listener on this machine alone. Returns the port that was asked for where somebody else has it.
fn listen(port: u16) -> Result<(TcpListener, Option<u16>), Fatal> {
    let last = port.saturating_add(MORE_PORTS);
    for tried in port..=last {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, tried)) {
            Ok(listener) => return Ok((listener, (tried != port).then_some(port))),
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {}
            // Ports that the system keeps for itself; the next one may be free.
            Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {}
            Err(error) => return Err(cannot_run(&error)),
        }
    }
    Err(Fatal::new(msg!("các cổng từ {port} đến {last} đều bận", "the ports from {port} to {last} are all taken"))
        .help(msg!("chọn cổng khác: --port 8080", "choose another: --port 8080")))
}

fn phone_door(chosen: Option<IpAddr>, port: u16) -> Result<(TcpListener, Arc<PhoneListener>), Fatal> {
    let address = phone::own_address(chosen)?;
    let refused = |error: std::io::Error| {
        Fatal::new(msg!("không mở được {address} cho điện thoại: {error}", "cannot open {address} for phones: {error}"))
            .help(msg!(
                "kiểm tra địa chỉ mạng của máy này, hoặc ghi địa chỉ khác: --dien-thoai=192.168.1.5",
                "check the address of this machine, or name another: --dien-thoai=192.168.1.5"
            ))
    };
    // The same port at another address; where that is not to be had, any.
    let listener = TcpListener::bind((address, port)).or_else(|_| TcpListener::bind((address, 0))).map_err(refused)?;
    let at = listener.local_addr().map_err(refused)?;
    Ok((listener, Arc::new(PhoneListener::new(at, Instant::now() + OPEN_FOR)?)))
}

fn cannot_run(error: &std::io::Error) -> Fatal {
    Fatal::new(msg!("không mở được bản xem trước: {error}", "the preview cannot be opened: {error}"))
}
