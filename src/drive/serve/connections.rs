//! The connections of a door: whoever holds many, or says nothing, makes room for the others.
//!
//! A door never stops accepting. When it is full, or when one address holds its share, the connection that has been idle
//! longest is closed; what asks for too long, or does not take its answer, is closed by [`sweep`].

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use futures_util::task::AtomicWaker;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// So many connections a door holds at once.
const MOST: usize = 200;
/// So many of one address: a browser opens six to one server.
const MOST_OF_ONE: usize = 50;
/// A first request has come by then.
const MOST_ASKING: Duration = Duration::from_secs(10);
/// So long nothing may be written: neither the next request came, nor was the answer taken.
const MOST_IDLE: Duration = Duration::from_secs(60);
/// Between two looks.
const PAUSE: Duration = Duration::from_secs(1);

/// What a connection is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    /// No request has come yet.
    Asking,
    /// An answer has been given; another request may come.
    Idle,
    /// A page is told what changes.
    Listening,
    /// An answer is being made.
    Answering,
}

/// One connection, as its door, its socket and its requests see it.
#[derive(Debug)]
pub(super) struct Connection {
    peer: IpAddr,
    state: Mutex<(Phase, Instant)>,
    is_closed: AtomicBool,
    /// Of the task that serves it.
    task: AtomicWaker,
}

impl Connection {
    fn new(peer: IpAddr, now: Instant) -> Self {
        let state = Mutex::new((Phase::Asking, now));
        Self { peer, state, is_closed: AtomicBool::new(false), task: AtomicWaker::new() }
    }

    /// A request has come.
    pub(super) fn asked(&self) {
        self.enter(Phase::Answering);
    }

    /// Its answer is known; it may be one without end.
    pub(super) fn answered(&self, is_stream: bool) {
        self.enter(if is_stream { Phase::Listening } else { Phase::Idle });
    }

    fn enter(&self, phase: Phase) {
        *self.state() = (phase, Instant::now());
    }

    /// Bytes of an answer have gone.
    fn wrote(&self) {
        self.state().1 = Instant::now();
    }

    fn state(&self) -> std::sync::MutexGuard<'_, (Phase, Instant)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it has taken longer than it may.
    fn is_overdue(&self, now: Instant) -> bool {
        let (phase, since) = *self.state();
        let most = match phase {
            Phase::Asking => MOST_ASKING,
            Phase::Idle | Phase::Listening => MOST_IDLE,
            Phase::Answering => return false,
        };
        now.saturating_duration_since(since) > most
    }

    fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
        self.task.wake();
    }

    fn check(&self, cx: &Context<'_>) -> io::Result<()> {
        self.task.register(cx.waker());
        match self.is_closed.load(Ordering::Acquire) {
            true => Err(io::ErrorKind::ConnectionAborted.into()),
            false => Ok(()),
        }
    }
}

/// The open connections of a door, in the order in which they came.
type Open = Arc<Mutex<Vec<Arc<Connection>>>>;

fn locked(open: &Open) -> std::sync::MutexGuard<'_, Vec<Arc<Connection>>> {
    open.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes a connection in; where there is no room, another one goes.
fn admit(open: &mut Vec<Arc<Connection>>, new: Arc<Connection>) {
    let of_one = open.iter().filter(|known| known.peer == new.peer).count();
    let gone = match (of_one >= MOST_OF_ONE, open.len() >= MOST) {
        (true, _) => most_idle(open, |known| known.peer == new.peer),
        (false, true) => most_idle(open, |_| true),
        (false, false) => None,
    };
    if let Some(place) = gone {
        open.remove(place).close();
    }
    open.push(new);
}

/// The place of the connection that is missed least: one that has not asked before one that has, the oldest of them.
fn most_idle(open: &[Arc<Connection>], among: impl Fn(&Connection) -> bool) -> Option<usize> {
    let places = open.iter().enumerate().filter(|(_, known)| among(known));
    places.min_by_key(|(_, known)| *known.state()).map(|(place, _)| place)
}

/// Closes what takes too long, for as long as it is polled.
async fn sweep(open: Open) {
    loop {
        tokio::time::sleep(PAUSE).await;
        let now = Instant::now();
        locked(&open).iter().filter(|known| known.is_overdue(now)).for_each(|known| known.close());
    }
}

/// A listener that makes room.
pub(super) struct Door {
    listener: TcpListener,
    open: Open,
    sweeping: tokio::task::AbortHandle,
}

impl Door {
    /// Needs a runtime.
    pub(super) fn new(listener: TcpListener) -> Self {
        let open = Open::default();
        let sweeping = tokio::spawn(sweep(Arc::clone(&open))).abort_handle();
        Self { listener, open, sweeping }
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.sweeping.abort();
    }
}

impl Listener for Door {
    type Io = Socket;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Socket, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        let connection = Arc::new(Connection::new(address.ip(), Instant::now()));
        admit(&mut locked(&self.open), Arc::clone(&connection));
        (Socket { stream, connection, open: Arc::clone(&self.open) }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// The socket of a connection.
pub(super) struct Socket {
    stream: TcpStream,
    connection: Arc<Connection>,
    open: Open,
}

impl Drop for Socket {
    fn drop(&mut self) {
        locked(&self.open).retain(|known| !Arc::ptr_eq(known, &self.connection));
    }
}

/// What a request knows of its connection.
#[derive(Clone)]
pub(super) struct Caller(pub(super) Arc<Connection>);

impl Connected<IncomingStream<'_, Door>> for Caller {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        Self(Arc::clone(&stream.io().connection))
    }
}

impl AsyncRead for Socket {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.connection.check(cx)?;
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.connection.check(cx)?;
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        if matches!(written, Poll::Ready(Ok(_))) {
            self.connection.wrote();
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connection(peer: u8, phase: Phase, since: Instant) -> Arc<Connection> {
        let connection = Connection::new(IpAddr::from([192, 168, 1, peer]), since);
        *connection.state() = (phase, since);
        Arc::new(connection)
    }

    #[test]
    fn one_address_never_takes_the_place_of_another() {
        let now = Instant::now();
        let mut open = vec![connection(1, Phase::Idle, now)];
        for _ in 0..1000 {
            admit(&mut open, connection(2, Phase::Asking, now));
        }
        assert_eq!(open.len(), MOST_OF_ONE + 1);
        assert!(open.iter().any(|known| known.peer == IpAddr::from([192, 168, 1, 1])));
    }

    #[test]
    fn a_full_door_lets_in_whoever_comes() {
        let now = Instant::now();
        let mut open = Vec::new();
        for count in 0..1000_u32 {
            let peer = u8::try_from(count % 200).unwrap_or_default();
            admit(&mut open, connection(peer, Phase::Listening, now));
        }
        assert_eq!(open.len(), MOST);
    }

    #[test]
    fn who_has_not_asked_goes_before_who_has_and_the_oldest_first() {
        let (now, later) = (Instant::now(), Instant::now() + Duration::from_secs(1));
        let open = [
            connection(1, Phase::Answering, now),
            connection(1, Phase::Listening, now),
            connection(1, Phase::Asking, later),
            connection(1, Phase::Asking, now),
            connection(1, Phase::Idle, now),
        ];
        assert_eq!(most_idle(&open, |_| true), Some(3));
        assert_eq!(most_idle(&open[..2], |_| true), Some(1));
    }

    #[test]
    fn what_takes_too_long_is_overdue_and_an_answer_being_made_never_is() {
        let now = Instant::now();
        let after = |phase, time| connection(1, phase, now).is_overdue(now + time);
        assert!(!after(Phase::Asking, MOST_ASKING) && after(Phase::Asking, MOST_ASKING * 2));
        assert!(!after(Phase::Listening, MOST_IDLE) && after(Phase::Idle, MOST_IDLE * 2));
        assert!(!after(Phase::Answering, MOST_IDLE * 100));
    }
}
