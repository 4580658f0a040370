//! Validated, immutable content: every name and reference resolved, every default applied.
//!
//! Takes parsed entries and the settings, returns [`Site`]. References that fail are reported and left out;
//! audiences are only recorded here, `gate` acts on them. Nothing after this stage looks up a name again,
//! but for links in Markdown, which keep their text and are resolved by [`Index`].

mod amended;
mod basis;
mod build;
mod called;
mod entry_diagnostics;
mod files;
mod index;
mod kinds;
mod links;
mod names;
mod number;
mod organisation;
mod plan;
mod resolve;
mod standing;
mod state;
mod study;
mod table;
mod validity;

pub(crate) use amended::{AmendedParts, AppliedPart, ChangedPart, PartField, PartFieldChange};
pub(crate) use basis::{Basis, BasisTarget};
pub(crate) use build::{Site, Sources, build, task_audience};
pub(crate) use called::Called;
pub(crate) use entry_diagnostics::EntryDiagnostics;
pub(crate) use files::{Naming, evidence_files, named_files};
pub(crate) use index::{Index, LinkTarget};
pub(crate) use kinds::{Content, EntryId, OfKind};
pub(crate) use links::{broken, entry_links};
pub(crate) use names::{Parties, Segment};
pub(crate) use number::Numbers;
pub(crate) use organisation::{Document, Group, MOST_GIVEN, Material, Organisation, Page, Session};
pub(crate) use plan::{Amendment, EvidenceSource, Issuer, LeaderRecord, Plan, Target, Task, TaskEvidence, TaskValues};
pub(crate) use standing::{Amending, PlanState, Standing};
pub(crate) use state::{Circumstances, TaskStanding, TaskStates};
pub(crate) use study::{Members, Study, StudyState};
pub(crate) use table::{Id, Table};
pub(crate) use validity::{DocumentState, Validity};

use crate::basics::date::Day;
use crate::read::markdown::Body;
pub(crate) use crate::read::parse::{Attendance, Consultation, LogEntry, Looked, Milestone, Moment, TaskSection};
use crate::read::sensitive::{Innocent, Sensitive};
use crate::read::vocabulary::Audience;

use crate::basics::diag::{FileId, Location};

/// What every entry has.
#[derive(Debug, Clone)]
pub(crate) struct Meta {
    /// Path under `content/` without `.md`.
    pub(crate) id: String,
    pub(crate) file: FileId,
    pub(crate) at: Location,
    pub(crate) audience: Audience,
    /// Whether the entry says so itself.
    pub(crate) says_audience: bool,
    pub(crate) attachments: Vec<NamedFile>,
    pub(crate) old_addresses: Vec<crate::basics::diag::Located<String>>,
    pub(crate) body: Body,
    pub(crate) sensitive: Sensitive,
    /// Passages of its text and its files that somebody answers for.
    pub(crate) innocent: Vec<Innocent>,
    /// The day of its last change of substance («cập nhật»).
    pub(crate) revised: Option<Day>,
}

impl Meta {
    /// The newest of these days and of its last change of substance; none that lies after today.
    pub(crate) fn newest(&self, days: impl IntoIterator<Item = Option<Day>>, today: Day) -> Option<Day> {
        days.into_iter().chain([self.revised]).flatten().filter(|day| *day <= today).max()
    }

    /// The id without its kind folder: `12-kh-du` of `ke-hoach/2026/12-kh-du` is `2026/12-kh-du`.
    pub(crate) fn short_id(&self) -> &str {
        self.id.split_once('/').map_or(self.id.as_str(), |(_, rest)| rest)
    }
}

/// A file that an entry offers.
#[derive(Debug, Clone)]
pub(crate) struct NamedFile {
    pub(crate) name: String,
    pub(crate) file: FileId,
    pub(crate) at: Location,
    pub(crate) looked: Option<Looked>,
}
