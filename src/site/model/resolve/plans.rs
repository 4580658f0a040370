//! Plans with their tasks, targets and amendments.

use super::Resolver;
use crate::basics::diag::{Diagnostic, FileId, Location, codes, msg};
use crate::read::parse::{self, TaskPatch};
use crate::read::vocabulary::EntryKind;
use crate::site::model::build::Row;
use crate::site::model::{Amendment, EvidenceSource, LeaderRecord, Plan, Target, Task, TaskEvidence, TaskValues};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Resolver<'_> {
    pub(super) fn plan(&mut self, row: Row<parse::Plan>) -> Plan {
        let file = row.file;
        let (meta, data) = self.meta(row, EntryKind::Plan);
        self.on = data.date.as_ref().map(|date| date.value);
        let known_topic = |code: &String| self.config.topics.iter().any(|topic| topic.code == *code);
        let topics = data.topics.into_iter().map(|topic| topic.value).filter(known_topic).collect();
        let issuer = data.issuer.map(|issuer| self.issuer(&issuer));
        let basis = self.basis(&data.basis);
        let targets = data.targets.into_iter().map(|target| self.target(target)).collect();
        let tasks = data.tasks.into_iter().map(|task| self.task(task, file)).collect();
        let tasks = self.unique_codes(tasks);
        let amendments = data.amendments.into_iter().filter_map(|change| self.amendment(change, file)).collect();
        Plan {
            meta,
            number: data.number.map(|number| number.value),
            kind: data.kind,
            title: data.title,
            short_title: data.short_title,
            issuer,
            date: data.date.map(|date| date.value),
            signer: data.signer,
            valid: data.valid,
            topics,
            basis,
            status: data.status,
            approval: data.approval,
            summary: data.summary.map(|summary| summary.value),
            summaries_by_language: data
                .summaries_by_language
                .into_iter()
                .map(|(language, text)| (language, text.value))
                .collect(),
            keywords: data.keywords,
            consultation: data.consultation,
            targets,
            milestones: data.milestones,
            highest_number: highest_number(&tasks),
            tasks: shared(tasks),
            sections: data.sections,
            table_captions: data.table_captions,
            // That it is not there was said when it was to be read.
            table: data.table.and_then(|named| self.index.file_beside(file, &named.value)),
            amendments,
        }
    }

    pub(super) fn target(&mut self, target: parse::Target) -> Target {
        Target {
            at: target.at,
            name: target.name,
            unit: target.unit,
            goals: target.goals,
            goal_in_words: target.goal_in_words,
            achieved: target.achieved,
            direction: target.direction,
            tracked_by: target.tracked_by.map(|name| self.issuer(&name)),
        }
    }

    pub(super) fn task(&mut self, task: parse::Task, file: FileId) -> Task {
        Task {
            at: task.at,
            code: task.code,
            has_own_code: task.has_own_code,
            row_number: task.row_number,
            section: task.section,
            values: self.values(task.values, file),
            extra: task.extra,
        }
    }

    pub(super) fn values(&mut self, mut values: TaskPatch, file: FileId) -> TaskValues {
        let rows = std::mem::take(&mut values.by_leader);
        let mut found = std::mem::take(&mut self.found);
        let mut files = Vec::new();
        let values = values.map(
            // Gaps at the ends separate nothing.
            |people| self.names.list(&people, &mut found).retain(|_| true),
            |evidence| {
                files.push(evidence);
                None::<TaskEvidence>
            },
        );
        self.found = found;
        let evidence = files.into_iter().filter_map(|evidence| self.evidence(evidence, file)).collect();
        let by_leader = rows.into_iter().filter_map(|row| self.leader_record(row, file)).collect();
        TaskValues { evidence, by_leader, ..values }
    }

    /// A row of one organisation; one that names none or several is reported and left out.
    fn leader_record(&mut self, row: parse::LeaderRecord, file: FileId) -> Option<LeaderRecord> {
        let parse::LeaderRecord { at, organisation, status, progress, done_on, quantity, note, evidence } = row;
        let place = organisation.first().map_or(at, |name| name.at);
        let organisation = self.names.list(&organisation, &mut self.found).retain(|_| true);
        let known = organisation.known();
        if let [one] = known.as_slice()
            && organisation.segments.len() == 1
            && !self.organisations.is_group(*one)
        {
            let evidence = evidence.into_iter().filter_map(|evidence| self.evidence(evidence, file)).collect();
            return Some(LeaderRecord { at, organisation, status, progress, done_on, quantity, note, evidence });
        }
        // Of a name that nobody knows it has been said.
        if !known.is_empty() {
            self.found.push(one_organisation(place));
        }
        None
    }

    pub(super) fn evidence(&mut self, evidence: parse::Evidence, file: FileId) -> Option<TaskEvidence> {
        let source = match (evidence.file, evidence.address) {
            (Some(name), _) => EvidenceSource::File(self.file(file, &name)?),
            (None, Some(address)) => EvidenceSource::Address(self.address(address)?),
            (None, None) => return None,
        };
        Some(TaskEvidence { name: evidence.name, source })
    }

    /// Codes are unique in a plan: of two tasks with one code the second is reported and left out of nothing,
    /// it gets a code of its own.
    pub(super) fn unique_codes(&mut self, mut tasks: Vec<Task>) -> Vec<Task> {
        let mut taken: BTreeMap<String, Location> = BTreeMap::new();
        for task in &mut tasks {
            let Some(first) = taken.get(&task.code) else {
                taken.insert(task.code.clone(), task.at);
                continue;
            };
            let code = task.code.clone();
            let mut problem = Diagnostic::new(
                codes::TASK_CODE_TWICE,
                task.at,
                msg!("hai nhiệm vụ cùng mã `{code}`", "two tasks have the code `{code}`"),
            )
            .help(msg!(
                "ghi `ma` khác cho một trong hai; nhiệm vụ không ghi `ma` lấy số thứ tự của nó",
                "give one of them another `ma`; without `ma` a task takes its position"
            ));
            if let Some(span) = first.span() {
                problem = problem.related(span, msg!("nhiệm vụ thứ nhất", "the first task"));
            }
            self.found.push(problem);
            let spare = (2..).map(|count| format!("{code}-{count}")).find(|spare| !taken.contains_key(spare));
            task.code = spare.unwrap_or(code);
            taken.insert(task.code.clone(), task.at);
        }
        tasks
    }

    pub(super) fn amendment(&mut self, change: parse::Amendment, file: FileId) -> Option<Amendment> {
        let plan = self.references(std::slice::from_ref(&change.plan), EntryKind::Plan).first().copied()?;
        Some(Amendment {
            at: change.at,
            plan,
            kind: change.kind,
            task: change.task,
            part: change.part,
            old_content: change.old_content,
            new_code: change.new_code,
            reason: change.reason,
            values: self.values(change.values, file),
        })
    }
}

fn one_organisation(at: Location) -> Diagnostic {
    Diagnostic::new(
        codes::VALUE_INVALID,
        at,
        msg!(
            "`to_chuc` của `theo_to_chuc` phải là một tổ chức, không phải nhóm hay nhiều tổ chức",
            "`to_chuc` of `theo_to_chuc` must be one organisation, no group and no list"
        ),
    )
    .help(msg!(
        "ghi mỗi tổ chức một khối `[[nhiem_vu.theo_to_chuc]]`; của cả nhóm thì ghi ở chính nhiệm vụ",
        "write one `[[nhiem_vu.theo_to_chuc]]` for each; what the whole group did goes into the task itself"
    ))
}

/// Tasks as editions share them.
fn shared(tasks: Vec<Task>) -> Vec<Arc<Task>> {
    let mut tasks: Vec<_> = tasks.into_iter().map(Arc::new).collect();
    // They were put where the tasks had stood, with room for sixty times as many.
    tasks.shrink_to_fit();
    tasks
}

/// The highest number among the codes of a plan's own tasks, whoever may see them.
fn highest_number(tasks: &[Task]) -> u64 {
    tasks.iter().filter_map(|task| task.code.parse().ok()).max().unwrap_or(0)
}
