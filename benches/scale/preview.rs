//! The preview of a site, as an editor meets it: the first page after a start, and from a save to the new text in a response.

use crate::content::plan_path;
use crate::measure::peak_of;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const EDITS: usize = 11;
/// Between an edit and the next, so that none waits for another.
const PAUSE: Duration = Duration::from_millis(150);
/// How often a reader asks.
const ASKS: Duration = Duration::from_millis(2);

/// What was measured: seconds, and megabytes.
pub(crate) struct Preview {
    pub(crate) first: f64,
    /// Of so many edits.
    pub(crate) median: f64,
    pub(crate) slowest: f64,
    pub(crate) peak: f64,
}

/// The program, and where it listens: `127.0.0.1:4180`, and the folder of the site.
struct Running(Child, String, String);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub(crate) fn measure(site: &Path, plans: usize) -> Preview {
    let begun = Instant::now();
    let running = start(site);
    let page = |number: usize| plan_path(number).replace(".md", "/");
    running.get(&format!("ke-hoach/{}", page(0)));
    let first = begun.elapsed().as_secs_f64();
    sleep(PAUSE * 10);
    let mut times: Vec<f64> = (0..EDITS)
        .map(|edit| {
            let number = plans * (2 * edit + 1) / (2 * EDITS);
            let file = site.join("content/ke-hoach").join(plan_path(number));
            let sign = format!("Dòng sửa lần {edit}.");
            let text = fs::read_to_string(&file).expect("a plan") + "\n" + &sign + "\n";
            let begun = Instant::now();
            fs::write(&file, text).expect("saved");
            while !running.get(&format!("ke-hoach/{}", page(number))).contains(&sign) {
                sleep(ASKS);
            }
            let seconds = begun.elapsed().as_secs_f64();
            sleep(PAUSE);
            seconds
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let peak = peak_of(&running.0.id().to_string());
    Preview { first, median: times[EDITS / 2], slowest: times[EDITS - 1], peak }
}

fn start(site: &Path) -> Running {
    let program = env!("CARGO_BIN_EXE_bangtin");
    let mut child = Command::new(program)
        .args(["serve", "--port", "24181", "--ngay", "2026-11-22", "--site"])
        .arg(site)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let said = BufReader::new(child.stderr.take().expect("its messages"));
    let (told, address) = std::sync::mpsc::channel();
    // Read to the end: a program whose messages nobody reads stops.
    std::thread::spawn(move || {
        for line in said.lines().map_while(Result::ok) {
            if let Some((_, rest)) = line.split_once("http://") {
                let _ = told.send(rest.split_whitespace().next().unwrap_or_default().to_owned());
            }
        }
    });
    let address = address.recv().expect("an address");
    let (host, folder) = address.split_once('/').expect("host and folder");
    Running(child, host.to_owned(), format!("/{folder}"))
}

impl Running {
    /// The response to a request for a page.
    fn get(&self, page: &str) -> String {
        let mut stream = TcpStream::connect(&self.1).expect("connected");
        let path = format!("{}{page}", self.2);
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.1).expect("asked");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("answered");
        String::from_utf8_lossy(&bytes).into_owned()
    }
}
