//! Parsed entries to a [`Site`].

use super::basis::Registry;
use super::names::Names;
use super::organisation::default_audience;
use super::{
    Amendment, Basis, Content, Document, EntryId, EvidenceSource, Group, Id, Index, Issuer, Material, Meta, NamedFile,
    Organisation, Page, Plan, Session, Table, Target, Task, TaskEvidence, TaskValues,
};
use crate::config::{Audience, Config};
use crate::diag::{Diagnostic, Diagnostics, FileId, Located, Location, Outcome, codes, msg, nearest};
use crate::fields::unknown_reference;
use crate::parse::{self, CitationIdentity, Data, Entry, GroupRule, Kind, TaskPatch, normal_number};
use crate::source::SourceTree;
use std::collections::{BTreeMap, BTreeSet};

/// The site as written: everything, for every audience.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) config: Config,
    pub(crate) content: Content,
    pub(crate) index: Index,
}

/// Resolves everything.
pub(crate) fn build(tree: &SourceTree, config: Config, entries: Vec<Entry>) -> Outcome<Site> {
    let mut found = Diagnostics::default();
    let entries = unique(entries, &mut found);
    let sorted = Sorted::of(entries);
    let index = Index::new(tree, sorted.ids());
    let mut resolver = Resolver {
        config: &config,
        index: &index,
        names: sorted.names(&mut found),
        registry: Registry::default(),
        found,
        places: BTreeMap::new(),
    };
    resolver.register(&sorted);
    let content = resolver.content(sorted);
    let mut diagnostics = resolver.found;
    super::links::check(&content, &index, &mut diagnostics);
    Outcome { value: Site { config, content, index }, diagnostics }
}

/// The first entry of each id; the others are reported.
fn unique(mut entries: Vec<Entry>, found: &mut Diagnostics) -> Vec<Entry> {
    entries.sort_by(|a, b| (&a.id, a.file).cmp(&(&b.id, b.file)));
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        match kept.last() {
            Some(first) if first.id == entry.id => {
                let id = &entry.id;
                let mut problem = Diagnostic::new(
                    codes::ID_TWICE,
                    entry.at,
                    msg!("hai tệp cùng id `{id}`", "two files have the id `{id}`"),
                )
                .help(msg!(
                    "`ten.md` và `ten/index.md` là một; đổi tên hoặc bỏ một tệp",
                    "`name.md` and `name/index.md` are one; rename or remove one"
                ));
                if let Some(span) = first.at.span() {
                    problem = problem.related(span, msg!("tệp thứ nhất", "the first file"));
                }
                found.push(problem);
            }
            _ => kept.push(entry),
        }
    }
    kept
}

/// An entry of one kind, its kind's own part taken out.
struct Row<T> {
    id: String,
    file: FileId,
    at: Location,
    common: parse::Common,
    body: parse::Body,
    data: T,
}

/// Entries by kind, in the order of their ids; the place in its list is the id of an entry.
#[derive(Default)]
struct Sorted {
    organisations: Vec<Row<parse::Organisation>>,
    documents: Vec<Row<parse::Document>>,
    plans: Vec<Row<parse::Plan>>,
    sessions: Vec<Row<parse::Session>>,
    materials: Vec<Row<parse::Material>>,
    pages: Vec<Row<parse::Page>>,
}

impl Sorted {
    fn of(entries: Vec<Entry>) -> Self {
        let mut sorted = Self::default();
        for Entry { id, file, at, common, body, data } in entries {
            match data {
                Data::Organisation(data) => sorted.organisations.push(Row { id, file, at, common, body, data }),
                Data::Document(data) => sorted.documents.push(Row { id, file, at, common, body, data }),
                Data::Plan(data) => sorted.plans.push(Row { id, file, at, common, body, data: *data }),
                // A session without a day has been reported and has no place in any record.
                Data::Session(data) if data.starts.is_none() => {}
                Data::Session(data) => sorted.sessions.push(Row { id, file, at, common, body, data: *data }),
                Data::Material(data) => sorted.materials.push(Row { id, file, at, common, body, data: *data }),
                Data::Page(data) => sorted.pages.push(Row { id, file, at, common, body, data }),
            }
        }
        sorted
    }

    fn ids(&self) -> BTreeMap<String, EntryId> {
        fn of<T, U>(rows: &[Row<T>], wrap: fn(Id<U>) -> EntryId) -> impl Iterator<Item = (String, EntryId)> {
            rows.iter().enumerate().map(move |(index, row)| (row.id.clone(), wrap(Id::new(index))))
        }
        of(&self.organisations, EntryId::Organisation)
            .chain(of(&self.documents, EntryId::Document))
            .chain(of(&self.plans, EntryId::Plan))
            .chain(of(&self.sessions, EntryId::Session))
            .chain(of(&self.materials, EntryId::Material))
            .chain(of(&self.pages, EntryId::Page))
            .collect()
    }

    fn names(&self, found: &mut Diagnostics) -> Names {
        let mut names = Names::default();
        for (index, row) in self.organisations.iter().enumerate() {
            let others = row.data.other_names.iter().chain(row.data.short_name.as_ref()).map(String::as_str);
            names.add(Id::new(index), &row.id, &row.data.name, &others.collect::<Vec<_>>());
        }
        for (name, first, second) in names.shared() {
            let owner = |id: Id<Organisation>| self.organisations.get(id.index());
            let first = owner(first).map(|row| row.id.as_str()).unwrap_or_default();
            let at = owner(second).map_or(Location::Site, |row| row.at);
            found.push(
                Diagnostic::new(
                    codes::NAME_TWICE,
                    at,
                    msg!("tên `{name}` cũng là tên của `{first}`", "the name `{name}` is also that of `{first}`"),
                )
                .help(msg!(
                    "bỏ tên này ở một trong hai tổ chức; nếu không, ai dùng tên ấy sẽ gặp lỗi",
                    "remove it from one of the two; whoever uses it gets an error"
                )),
            );
        }
        names
    }
}

struct Resolver<'a> {
    config: &'a Config,
    index: &'a Index,
    names: Names,
    registry: Registry,
    found: Diagnostics,
    /// Where the entry being resolved names other entries.
    places: BTreeMap<EntryId, Location>,
}

impl Resolver<'_> {
    /// Gives every numbered entry to the registry that citations are looked up in.
    fn register(&mut self, sorted: &Sorted) {
        for (index, row) in sorted.documents.iter().enumerate() {
            let identity = CitationIdentity {
                kind: None,
                number: row.data.number.as_ref().map(|number| normal_number(&number.value)),
                date: row.data.date.as_ref().map(|date| date.value),
                issuer: row.data.issuer.as_ref().map(|issuer| self.issuer(issuer).text),
            };
            let kind = row.data.kind.as_ref().map(|kind| kind.value.clone());
            self.registry.add(EntryId::Document(Id::new(index)), identity, kind);
        }
        for (index, row) in sorted.plans.iter().enumerate() {
            let issuer = row.data.issuer.as_ref().map(|issuer| self.issuer(issuer).text);
            let identity = CitationIdentity {
                kind: None,
                number: row.data.number.as_ref().map(|number| normal_number(&number.value)),
                date: row.data.date.as_ref().map(|date| date.value),
                issuer: issuer.or_else(|| Some(self.config.publisher.clone())),
            };
            self.registry.add(EntryId::Plan(Id::new(index)), identity, Some(row.data.kind.word().to_owned()));
        }
    }

    fn content(&mut self, sorted: Sorted) -> Content {
        let groups = self.groups(&sorted.organisations);
        let organisations =
            sorted.organisations.into_iter().zip(groups).map(|(row, group)| self.organisation(row, group)).collect();
        let organisations = self.without_parent_cycles(organisations);
        Content {
            organisations: Table::new(organisations),
            documents: Table::new(sorted.documents.into_iter().map(|row| self.document(row)).collect()),
            plans: Table::new(number_added_tasks(sorted.plans.into_iter().map(|row| self.plan(row)).collect())),
            sessions: Table::new(sorted.sessions.into_iter().filter_map(|row| self.session(row)).collect()),
            materials: Table::new(sorted.materials.into_iter().map(|row| self.material(row)).collect()),
            pages: Table::new(sorted.pages.into_iter().map(|row| self.page(row)).collect()),
        }
    }

    fn meta<T>(&mut self, row: Row<T>, kind: Kind) -> (Meta, T) {
        let audience = row.common.audience.unwrap_or_else(|| default_audience(kind, self.config.default_audience));
        let attachments = row.common.attachments.into_iter().filter_map(|named| {
            let at = named.file.at;
            self.file(row.file, &named.file).map(|file| NamedFile { name: named.name, file, at })
        });
        let meta = Meta {
            id: row.id,
            file: row.file,
            at: row.at,
            audience,
            attachments: attachments.collect(),
            old_addresses: row.common.old_addresses,
            body: row.body,
        };
        (meta, row.data)
    }

    fn file(&mut self, entry: FileId, name: &Located<String>) -> Option<FileId> {
        let file = self.index.file_beside(entry, &name.value);
        if file.is_none() {
            let typed = &name.value;
            let missing = Diagnostic::new(
                codes::ATTACHMENT_MISSING,
                name.at,
                msg!("không thấy tệp `{typed}`", "there is no file `{typed}`"),
            );
            let near = nearest(typed, self.index.siblings(entry));
            self.found.push(
                match near {
                    Some(near) => missing.label(msg!("ý bạn là `{near}`?", "did you mean `{near}`?")),
                    None => missing,
                }
                .help(msg!(
                    "đặt tệp cạnh tệp .md này và ghi đúng tên",
                    "put the file beside this .md and write its exact name"
                )),
            );
        }
        file
    }

    /// Resolves a list of references to entries of one kind.
    fn references<T>(
        &mut self,
        items: &[Located<String>],
        kind: Kind,
        pick: fn(EntryId) -> Option<Id<T>>,
    ) -> Vec<Id<T>> {
        let mut ids = Vec::new();
        for item in items {
            let entry = self.index.entry(&item.value, &[kind]);
            if let Some(entry) = entry {
                self.places.insert(entry, item.at);
            }
            match entry.and_then(pick) {
                Some(id) if ids.contains(&id) => {}
                Some(id) => ids.push(id),
                None => {
                    let folder = kind.folder();
                    let known = self.index.ids().filter(|id| id.starts_with(folder));
                    self.found.push(unknown_reference(&item.value, item.at, known));
                }
            }
        }
        ids
    }

    fn issuer(&self, text: &Located<String>) -> Issuer {
        match self.names.free(&text.value) {
            Some((id, text)) => Issuer { text, organisation: Some(id) },
            None => Issuer { text: text.value.clone(), organisation: None },
        }
    }

    /// Members of every group, groups inside groups opened up. A group that contains itself is reported.
    fn groups(&mut self, rows: &[Row<parse::Organisation>]) -> Vec<Option<Group>> {
        let direct: Vec<Option<Vec<Id<Organisation>>>> =
            rows.iter().map(|row| row.data.group.as_ref().map(|rule| self.direct_members(rule, rows))).collect();
        let mut groups = Vec::with_capacity(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let own = Id::new(index);
            let mut members = BTreeSet::new();
            let mut open: Vec<_> = direct.get(index).cloned().flatten().unwrap_or_default();
            while let Some(member) = open.pop() {
                if members.insert(member) {
                    open.extend(direct.get(member.index()).cloned().flatten().unwrap_or_default());
                }
            }
            if members.remove(&own) {
                let name = &row.data.name;
                self.found.push(
                    Diagnostic::new(
                        codes::ORGANISATION_CYCLE,
                        row.at,
                        msg!("nhóm «{name}» chứa chính nó", "the group «{name}» contains itself"),
                    )
                    .help(msg!(
                        "bỏ nhóm này khỏi `gom` của chính nó hoặc của nhóm nằm trong nó",
                        "remove it from its own `gom`, or from that of a group inside it"
                    )),
                );
            }
            groups.push(row.data.group.as_ref().map(|_| Group { members: members.into_iter().collect() }));
        }
        groups
    }

    fn direct_members(&mut self, rule: &GroupRule, rows: &[Row<parse::Organisation>]) -> Vec<Id<Organisation>> {
        let mut members = Vec::new();
        for name in &rule.listed {
            members.extend(self.names.one(name, &mut self.found));
        }
        if let Some(kind) = rule.of_kind {
            let of_kind =
                rows.iter().enumerate().filter(|(_, row)| row.data.group.is_none() && row.data.kind == Some(kind));
            members.extend(of_kind.map(|(index, _)| Id::new(index)));
        }
        members
    }

    fn organisation(&mut self, row: Row<parse::Organisation>, group: Option<Group>) -> Organisation {
        let (meta, data) = self.meta(row, Kind::Organisation);
        if data.kind.is_none() && group.is_none() {
            self.found.push(
                Diagnostic::new(
                    codes::KEY_MISSING,
                    meta.at,
                    msg!("tổ chức chưa có `loai`; xếp vào «khác»", "the organisation has no `loai`; listed as «khác»"),
                )
                .soft()
                .help(msg!("thêm `loai = \"chi-bo\"` hoặc loại khác", "add `loai = \"chi-bo\"` or another kind")),
            );
        }
        let parent = data.parent.as_ref().and_then(|parent| self.names.one(parent, &mut self.found));
        let predecessors = data.predecessors.iter().filter_map(|name| self.names.one(name, &mut self.found)).collect();
        Organisation {
            meta,
            name: data.name,
            short_name: data.short_name,
            other_names: data.other_names,
            kind: data.kind.unwrap_or(parse::OrganisationKind::Other),
            parent,
            order: data.order,
            active_from: data.active_from,
            active_to: data.active_to,
            predecessors,
            members: data.members,
            phone: data.phone,
            email: data.email,
            group,
        }
    }

    /// Cuts `thuoc` where it leads in a circle.
    fn without_parent_cycles(&mut self, mut rows: Vec<Organisation>) -> Vec<Organisation> {
        let parents: Vec<Option<usize>> = rows.iter().map(|row| row.parent.map(Id::index)).collect();
        for (index, row) in rows.iter_mut().enumerate() {
            let mut at = parents.get(index).copied().flatten();
            let mut steps = 0;
            while let Some(parent) = at.filter(|parent| *parent != index && steps <= parents.len()) {
                at = parents.get(parent).copied().flatten();
                steps += 1;
            }
            if at == Some(index) {
                row.parent = None;
                let name = &row.name;
                self.found.push(
                    Diagnostic::new(
                        codes::ORGANISATION_CYCLE,
                        row.meta.at,
                        msg!("`thuoc` của «{name}» dẫn về chính nó", "`thuoc` of «{name}» leads back to itself"),
                    )
                    .help(msg!("sửa `thuoc` để chỉ tổ chức cấp trên", "let `thuoc` name the level above")),
                );
            }
        }
        rows
    }

    fn document(&mut self, row: Row<parse::Document>) -> Document {
        let (meta, data) = self.meta(row, Kind::Document);
        if let Some(kind) = &data.kind
            && !parse::KINDS.iter().any(|(word, _)| *word == kind.value)
        {
            let typed = &kind.value;
            let words = parse::KINDS.iter().map(|(word, _)| *word);
            let odd = Diagnostic::new(
                codes::VALUE_UNKNOWN,
                kind.at,
                msg!(
                    "không biết loại văn bản `{typed}`; in như ghi",
                    "document kind `{typed}` is not known; printed as written"
                ),
            )
            .soft();
            self.found.push(match nearest(typed, words) {
                Some(near) => odd.label(msg!("ý bạn là `{near}`?", "did you mean `{near}`?")),
                None => odd,
            });
        }
        Document {
            meta,
            number: data.number.map(|number| number.value),
            kind: data.kind.map(|kind| kind.value),
            title: data.title,
            issuer: data.issuer.map(|issuer| self.issuer(&issuer)),
            date: data.date.map(|date| date.value),
            level: data.level,
            basis: self.basis(&data.basis),
            source: data.source.and_then(|source| self.address(source)),
            conference: data.conference,
            concretise_by: data.concretise_by,
        }
    }

    fn basis(&mut self, items: &[Located<String>]) -> Vec<Basis> {
        self.registry.resolve(items, self.index, &mut self.found)
    }

    /// An address on another site: only the schemes a reader may be sent to.
    fn address(&mut self, address: Located<String>) -> Option<String> {
        let fine = ["https://", "http://"].iter().any(|scheme| address.value.to_ascii_lowercase().starts_with(scheme));
        if fine && !address.value.contains(char::is_whitespace) {
            return Some(address.value);
        }
        let typed = &address.value;
        self.found.push(
            Diagnostic::new(
                codes::LINK_SCHEME,
                address.at,
                msg!("`{typed}` không phải địa chỉ web", "`{typed}` is no web address"),
            )
            .help(msg!("ghi đầy đủ, bắt đầu bằng https://", "write it in full, starting with https://")),
        );
        None
    }

    fn plan(&mut self, row: Row<parse::Plan>) -> Plan {
        let file = row.file;
        let (meta, data) = self.meta(row, Kind::Plan);
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
            tasks,
            sections: data.sections,
            table_captions: data.table_captions,
            amendments,
        }
    }

    fn target(&mut self, target: parse::Target) -> Target {
        Target {
            name: target.name,
            unit: target.unit,
            goals: target.goals,
            goal_in_words: target.goal_in_words,
            achieved: target.achieved,
            direction: target.direction,
            tracked_by: target.tracked_by.map(|name| self.issuer(&name)),
        }
    }

    fn task(&mut self, task: parse::Task, file: FileId) -> Task {
        Task {
            at: task.at,
            code: task.code,
            row_number: task.row_number,
            section: task.section,
            values: self.values(task.values, file),
            extra: task.extra,
        }
    }

    fn values(&mut self, values: TaskPatch, file: FileId) -> TaskValues {
        let mut found = std::mem::take(&mut self.found);
        let mut files = Vec::new();
        let values = values.map(
            |people| self.names.list(&people, &mut found),
            |evidence| {
                files.push(evidence);
                None::<TaskEvidence>
            },
        );
        self.found = found;
        let evidence = files.into_iter().filter_map(|evidence| self.evidence(evidence, file)).collect();
        TaskValues { evidence, ..values }
    }

    fn evidence(&mut self, evidence: parse::Evidence, file: FileId) -> Option<TaskEvidence> {
        let source = match (evidence.file, evidence.address) {
            (Some(name), _) => EvidenceSource::File(self.file(file, &name)?),
            (None, Some(address)) => EvidenceSource::Address(self.address(address)?),
            (None, None) => return None,
        };
        Some(TaskEvidence { name: evidence.name, source })
    }

    /// Codes are unique in a plan: of two tasks with one code the second is reported and left out of nothing,
    /// it gets a code of its own.
    fn unique_codes(&mut self, mut tasks: Vec<Task>) -> Vec<Task> {
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

    fn amendment(&mut self, change: parse::Amendment, file: FileId) -> Option<Amendment> {
        let plan = self.references(std::slice::from_ref(&change.plan), Kind::Plan, as_plan).first().copied()?;
        Some(Amendment {
            at: change.at,
            plan,
            kind: change.kind,
            task: change.task,
            new_code: change.new_code,
            reason: change.reason,
            values: self.values(change.values, file),
        })
    }

    fn session(&mut self, row: Row<parse::Session>) -> Option<Session> {
        let (meta, data) = self.meta(row, Kind::Session);
        let starts = data.starts.as_ref()?.value;
        if let Some(ends) = &data.ends
            && ends.value < starts
        {
            self.found.push(
                Diagnostic::new(
                    codes::INTERVAL_REVERSED,
                    ends.at,
                    msg!("kết thúc trước khi bắt đầu", "it ends before it starts"),
                )
                .help(msg!("sửa `bat_dau` hoặc `ket_thuc`", "mend `bat_dau` or `ket_thuc`")),
            );
        }
        let convened = {
            let mut found = std::mem::take(&mut self.found);
            let convened = self.names.list(&data.convened, &mut found);
            self.found = found;
            convened
        };
        Some(Session {
            title: data.title,
            starts,
            ends: data.ends.map(|ends| ends.value).filter(|ends| *ends >= starts),
            form: data.form,
            place: data.place,
            other_venues: data.other_venues,
            plans: self.references(&data.plans, Kind::Plan, as_plan),
            documents: self.references(&data.documents, Kind::Document, as_document),
            speakers: data.speakers,
            materials: self.references(&data.materials, Kind::Material, as_material),
            planned_length: data.planned_length,
            combined: data.combined,
            papers_due: data.papers_due,
            convened,
            results: self.results(data.results),
            places: std::mem::take(&mut self.places),
            meta,
        })
    }

    fn results(&mut self, rows: Vec<parse::Attendance<Located<String>>>) -> Vec<parse::Attendance<Id<Organisation>>> {
        let mut results: Vec<parse::Attendance<Id<Organisation>>> = Vec::new();
        for row in rows {
            let Some(organisation) = self.names.one(&row.organisation, &mut self.found) else { continue };
            if results.iter().any(|earlier| earlier.organisation == organisation) {
                let name = &row.organisation.value;
                self.found.push(
                    Diagnostic::new(
                        codes::ATTENDANCE_TWICE,
                        row.organisation.at,
                        msg!("`{name}` đã có kết quả ở trên", "`{name}` already has a result above"),
                    )
                    .help(msg!("gộp thành một `[[ket_qua]]`", "merge them into one `[[ket_qua]]`")),
                );
                continue;
            }
            results.push(row.with_organisation(organisation));
        }
        results
    }

    fn material(&mut self, row: Row<parse::Material>) -> Material {
        let (meta, data) = self.meta(row, Kind::Material);
        Material {
            meta,
            title: data.title,
            kind: data.kind.unwrap_or(parse::MaterialKind::Article),
            plans: self.references(&data.plans, Kind::Plan, as_plan),
            documents: self.references(&data.documents, Kind::Document, as_document),
            language: data.language,
            date: data.date,
            address: data.address.and_then(|address| self.address(address)),
            answers: data.answers,
            quiz: data.quiz,
            places: std::mem::take(&mut self.places),
        }
    }

    fn page(&mut self, row: Row<parse::Page>) -> Page {
        let (meta, data) = self.meta(row, Kind::Page);
        Page { meta, title: data.title, order: data.order, in_menu: data.in_menu }
    }
}

/// Gives every added task without a code the next number above all ever used in its plan. Done here, before any
/// audience is chosen, so that a task has one code in every edition.
fn number_added_tasks(mut plans: Vec<Plan>) -> Vec<Plan> {
    let number = |code: &str| code.parse::<u64>().ok();
    let mut highest: Vec<u64> =
        plans.iter().map(|plan| plan.tasks.iter().filter_map(|task| number(&task.code)).max().unwrap_or(0)).collect();
    for change in plans.iter().flat_map(|plan| &plan.amendments) {
        if let (Some(top), Some(code)) =
            (highest.get_mut(change.plan.index()), change.new_code.as_deref().and_then(number))
        {
            *top = code.max(*top);
        }
    }
    let mut order: Vec<usize> = (0..plans.len()).collect();
    order.sort_by_key(|index| {
        plans.get(*index).map(|plan| (plan.status != parse::PlanStatus::Issued, plan.date, *index))
    });
    for index in order {
        let Some(plan) = plans.get_mut(index) else { continue };
        for change in &mut plan.amendments {
            if change.kind == parse::AmendmentKind::Add
                && change.new_code.is_none()
                && let Some(top) = highest.get_mut(change.plan.index())
            {
                *top += 1;
                change.new_code = Some(top.to_string());
            }
        }
    }
    plans
}

fn as_plan(entry: EntryId) -> Option<Id<Plan>> {
    if let EntryId::Plan(id) = entry { Some(id) } else { None }
}

fn as_document(entry: EntryId) -> Option<Id<Document>> {
    if let EntryId::Document(id) = entry { Some(id) } else { None }
}

fn as_material(entry: EntryId) -> Option<Id<Material>> {
    if let EntryId::Material(id) = entry { Some(id) } else { None }
}

/// Whether the audience of a task lets it be seen: never wider than its plan's.
pub(crate) fn task_audience(plan: Audience, own: Option<Audience>) -> Audience {
    own.map_or(plan, |own| own.max(plan))
}
