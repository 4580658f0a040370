//! Times of stages, peak memory, and how they are printed.

use bangtin::pipeline::Step;
use std::fmt::Write;
use std::sync::Mutex;
use std::time::Instant;

/// When each stage began, in the order they began.
#[derive(Default)]
pub(crate) struct Stages(Mutex<Vec<(&'static str, Instant)>>);

impl Stages {
    /// Notes the beginning of a stage; told of every page, it takes the first.
    pub(crate) fn tell(&self, step: Step) {
        let name = match step {
            Step::Read => "read",
            Step::Parse => "parse",
            Step::Model => "model",
            Step::Gate => "gate",
            Step::Relate => "relate",
            Step::Compare => "compare",
            Step::Index => "search",
            Step::Files => "files",
            Step::Page { .. } => "pages",
            Step::Links => "links",
            Step::Commit => "commit",
        };
        let mut begun = self.0.lock().expect("no panic before");
        if begun.last().is_none_or(|(last, _)| *last != name) {
            begun.push((name, Instant::now()));
        }
    }

    /// Seconds of every stage.
    pub(crate) fn finish(self) -> Vec<(String, f64)> {
        let begun = self.0.into_inner().expect("no panic before");
        let ends = begun.iter().skip(1).map(|(_, at)| *at).chain([Instant::now()]);
        begun.iter().zip(ends).map(|((name, at), end)| ((*name).to_owned(), (end - *at).as_secs_f64())).collect()
    }
}

/// What a run took.
pub(crate) struct Measured {
    pub(crate) seconds: f64,
    /// Megabytes.
    pub(crate) peak: f64,
    pub(crate) stages: Vec<(String, f64)>,
}

impl Measured {
    /// One line, for the process that asked.
    pub(crate) fn line(&self) -> String {
        let mut line = format!("{} {}", self.seconds, self.peak);
        for (name, seconds) in &self.stages {
            let _ = write!(line, " {name}={seconds}");
        }
        line
    }

    /// Reads that line.
    pub(crate) fn read(line: &str) -> Self {
        let mut parts = line.split_whitespace();
        let mut number = || parts.next().and_then(|part| part.parse().ok()).expect("a number");
        let (seconds, peak) = (number(), number());
        let stage =
            |part: &str| part.split_once('=').and_then(|(name, time)| Some((name.to_owned(), time.parse().ok()?)));
        Self { seconds, peak, stages: parts.filter_map(stage).collect() }
    }

    /// A row of the table, with its ratio to the floor.
    pub(crate) fn print(&self, name: &str, floor: Option<&Self>) {
        let ratio = floor.map(|floor| format!("{:6.1} ×", self.seconds / floor.seconds)).unwrap_or_default();
        println!("{name:<24}{:8.2} s {:7.0} MB {ratio}", self.seconds, self.peak);
        let stages: Vec<String> = self.stages.iter().map(|(name, time)| format!("{name} {time:.2}")).collect();
        println!("{:24}{}", "", stages.join("  "));
    }
}

/// The most memory this process has held, where the system says so.
pub(crate) fn peak_megabytes() -> f64 {
    peak_of("self")
}

/// The same of another process.
pub(crate) fn peak_of(process: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: f64 =
        line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok()).unwrap_or_default();
    kilobytes / 1024.0
}
