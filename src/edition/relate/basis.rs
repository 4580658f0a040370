//! The basis graph: what is based on what, both ways; documents that are cited but have no file get a page.

use crate::basics::date::Day;
use crate::basics::diag::{Diagnostic, Diagnostics, Location, codes, msg};
use crate::basics::graph::in_cycles;
use crate::basics::text::{fold_words, slug, slug_limited};
use crate::read::citation::{Citation, CitationIdentity};
use crate::site::model::{Basis, BasisTarget, Content, Document, EntryId, Id, Meta, OfKind, Plan};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// So many documents above one are shown; more is a mistake in what rests on what.
const LONGEST_CHAIN: usize = 100;

/// A node of the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Node {
    Document(Id<Document>),
    Plan(Id<Plan>),
    /// Place in [`BasisGraph::cited`].
    Cited(usize),
}

/// A document known from citations only.
#[derive(Debug, Clone)]
pub(crate) struct CitedDocument {
    /// `van-ban/<slug>`, unique.
    pub(crate) id: String,
    pub(crate) identity: CitationIdentity,
    /// Number and symbol as first written.
    pub(crate) number: Option<String>,
    /// The fullest citation.
    pub(crate) title: String,
}

/// Basis in both directions.
#[derive(Debug, Default)]
pub(crate) struct BasisGraph {
    pub(crate) cited: Vec<CitedDocument>,
    up: BTreeMap<Node, Vec<(Node, Option<String>)>>,
    down: BTreeMap<Node, Vec<Node>>,
    /// What is wrong with it, by what it is about: where that stands is looked up when it is told.
    problems: Vec<Problem>,
}

/// Something wrong with the basis of an entry.
#[derive(Debug, Clone, Copy)]
enum Problem {
    /// An item of its basis, by its place there, is the entry itself.
    Itself { node: Node, item: usize },
    /// What it is based on is based on it.
    Cycle(Node),
    /// More stands above it than is shown; the first of those.
    Long(Node),
}

impl BasisGraph {
    /// What a plan or document is based on, in the order written, with the citation as written.
    pub(crate) fn basis_of(&self, node: Node) -> &[(Node, Option<String>)] {
        self.up.get(&node).map_or(&[], Vec::as_slice)
    }

    /// What is based on it directly: plans and documents, in the order of ids.
    pub(crate) fn based_on(&self, node: Node) -> &[Node] {
        self.down.get(&node).map_or(&[], Vec::as_slice)
    }

    /// Everything above, nearest first, each once: the chain up to the Central Committee. At most [`LONGEST_CHAIN`].
    pub(crate) fn chain_up(&self, node: Node) -> Vec<Node> {
        let mut chain = Vec::new();
        let mut seen = BTreeSet::from([node]);
        let mut level = vec![node];
        while !level.is_empty() && chain.len() < LONGEST_CHAIN {
            let above = level.iter().flat_map(|node| self.basis_of(*node)).map(|(above, _)| *above);
            let next: Vec<_> = above.filter(|above| seen.insert(*above)).collect();
            chain.extend(&next);
            level = next;
        }
        chain.truncate(LONGEST_CHAIN);
        chain
    }
}

impl BasisGraph {
    /// What there is to say about it, where it stands in the content that it was made of.
    pub(super) fn diagnostics(&self, content: &Content) -> Diagnostics {
        let mut diagnostics = Diagnostics::default();
        diagnostics.extend(self.problems.iter().filter_map(|problem| match *problem {
            Problem::Itself { node, item } => Some(itself(basis_of(content, node)?.1.get(item)?)),
            Problem::Long(node) => {
                let (meta, basis) = basis_of(content, node)?;
                Some(long(&meta.id, basis.first().map_or(meta.at, |item| item.at)))
            }
            Problem::Cycle(node) => {
                let (meta, basis) = basis_of(content, node)?;
                Some(cycle(&meta.id, basis.first().map_or(meta.at, |item| item.at)))
            }
        }));
        diagnostics
    }
}

/// What an entry says that it is based on.
fn basis_of(content: &Content, node: Node) -> Option<(&Meta, &[Basis])> {
    match node {
        Node::Document(id) => content.documents.get(id).map(|row| (&row.meta, row.basis.as_slice())),
        Node::Plan(id) => content.plans.get(id).map(|row| (&row.meta, row.basis.as_slice())),
        Node::Cited(_) => None,
    }
}

/// The graph of some content: the one from `before`, where every entry says the same of its basis.
pub(super) fn graph(content: &Content, before: Option<(&Content, &Arc<BasisGraph>)>) -> Arc<BasisGraph> {
    let kept = before.filter(|(before, _)| is_as_before(before, content, &content.changed_since(before)));
    kept.map_or_else(|| Arc::new(made(content)), |(_, graph)| Arc::clone(graph))
}

/// Whether an edit of these entries leaves the graph as it is.
fn is_as_before(before: &Content, now: &Content, touched: &BTreeSet<EntryId>) -> bool {
    fn of(content: &Content, entry: EntryId) -> &[Basis] {
        let plan = Plan::id(entry).and_then(|id| content.plans.get(id)).map(|plan| plan.basis.as_slice());
        let document = || Document::id(entry).and_then(|id| content.documents.get(id)).map(|row| row.basis.as_slice());
        plan.or_else(document).unwrap_or_default()
    }
    // The id of a document wins over that of a page which is made for a citation.
    let id = |content: &Content, entry: EntryId| content.meta(entry).map(|meta| meta.id.clone());
    touched.iter().all(|entry| {
        let same_id = id(before, *entry) == id(now, *entry);
        let (before, now) = (of(before, *entry), of(now, *entry));
        same_id && before.len() == now.len() && before.iter().zip(now).all(|(before, now)| before.says_the_same(now))
    })
}

fn made(content: &Content) -> BasisGraph {
    let lists = || {
        let documents = content.documents.iter().map(|(id, row)| (Node::Document(id), &row.basis));
        documents.chain(content.plans.iter().map(|(id, row)| (Node::Plan(id), &row.basis)))
    };
    let citations = lists().flat_map(|(_, basis)| basis).filter_map(|item| match &item.target {
        BasisTarget::Cited(citation) => Some(citation),
        BasisTarget::Document(_) | BasisTarget::Plan(_) => None,
    });
    let groups = group(citations.collect());
    // A text says the same wherever it stands.
    let numbered = groups.iter().enumerate();
    let places =
        numbered.flat_map(|(place, group)| group.citations.iter().map(move |row| (row.verbatim.as_str(), place)));
    let places: BTreeMap<&str, usize> = places.collect();
    let mut graph = BasisGraph { cited: pages(&groups, content), ..BasisGraph::default() };
    for (node, basis) in lists() {
        for (place, item) in basis.iter().enumerate() {
            let above = target(item, &places);
            if above == node {
                graph.problems.push(Problem::Itself { node, item: place });
                continue;
            }
            let up = graph.up.entry(node).or_default();
            if !up.iter().any(|(known, _)| *known == above) {
                up.push((above, item.written.clone()));
                graph.down.entry(above).or_default().push(node);
            }
        }
    }
    let circular = circular(&graph);
    let cycles = lists().map(|(node, _)| node).filter(|node| circular.contains(node)).map(Problem::Cycle);
    graph.problems.extend(cycles);
    let long = lists().map(|(node, _)| node).find(|node| graph.chain_up(*node).len() >= LONGEST_CHAIN);
    graph.problems.extend(long.map(Problem::Long));
    graph
}

/// The documents that are, in the end, based on themselves.
fn circular(graph: &BasisGraph) -> BTreeSet<Node> {
    let places: BTreeMap<Node, usize> = graph.up.keys().enumerate().map(|(place, node)| (*node, place)).collect();
    let above = |up: &Vec<(Node, _)>| up.iter().filter_map(|(above, _)| places.get(above).copied()).collect();
    let found = in_cycles(&graph.up.values().map(above).collect::<Vec<_>>());
    graph.up.keys().zip(found).filter(|(_, found)| *found).map(|(node, _)| *node).collect()
}

fn target(item: &Basis, places: &BTreeMap<&str, usize>) -> Node {
    match &item.target {
        BasisTarget::Document(id) => Node::Document(*id),
        BasisTarget::Plan(id) => Node::Plan(*id),
        BasisTarget::Cited(citation) => {
            Node::Cited(places.get(citation.verbatim.as_str()).copied().unwrap_or(usize::MAX))
        }
    }
}

fn itself(item: &Basis) -> Diagnostic {
    Diagnostic::new(
        codes::CITATION_CYCLE,
        item.at,
        msg!("văn bản lấy chính nó làm căn cứ", "the document is based on itself"),
    )
    .help(msg!("bỏ dòng này khỏi `can_cu`", "remove it from `can_cu`"))
}

/// Citations of one and the same document.
#[derive(Debug)]
struct Group<'a> {
    identity: CitationIdentity,
    /// Of the identity, folded.
    issuer: Option<String>,
    citations: Vec<&'a Citation>,
}

/// Groups citations by identity; what one citation leaves out, another may say.
fn group<'a>(citations: Vec<&'a Citation>) -> Vec<Group<'a>> {
    let mut by_key: BTreeMap<String, Vec<Group<'a>>> = BTreeMap::new();
    let mut sorted = citations;
    sorted.sort_by_key(|citation| (said(&citation.identity), citation.verbatim.clone()));
    for citation in sorted.into_iter().rev() {
        let key = citation.identity.number.clone().unwrap_or_else(|| fold_words(&citation.verbatim));
        let groups = by_key.entry(key).or_default();
        let issuer = citation.identity.issuer.as_deref().map(fold_words);
        match groups.iter_mut().find(|group| same(group, &citation.identity, issuer.as_deref())) {
            Some(group) => {
                // Sorted: the same texts stand side by side.
                if group.citations.last() != Some(&citation) {
                    group.citations.push(citation);
                }
            }
            None => {
                groups.push(Group { identity: citation.identity.clone(), issuer, citations: vec![citation] });
            }
        }
    }
    let mut groups: Vec<_> = by_key.into_values().flatten().collect();
    groups.sort_by(|a, b| a.identity.cmp(&b.identity).then_with(|| first_text(a).cmp(first_text(b))));
    groups
}

/// How much a citation says: the fullest comes to stand for its group.
fn said(identity: &CitationIdentity) -> usize {
    usize::from(identity.kind.is_some()) + usize::from(identity.date.is_some()) + usize::from(identity.issuer.is_some())
}

fn same(group: &Group<'_>, b: &CitationIdentity, issuer: Option<&str>) -> bool {
    let a = &group.identity;
    let kinds = a.kind.is_none() || b.kind.is_none() || a.kind == b.kind;
    let dates = a.date.is_none() || b.date.is_none() || a.date == b.date;
    let issuers = match (group.issuer.as_deref(), issuer) {
        (Some(a), Some(b)) => a.contains(b) || b.contains(a),
        _ => true,
    };
    kinds && dates && issuers
}

fn first_text<'a>(group: &Group<'a>) -> &'a str {
    group.citations.first().map_or("", |citation| &citation.verbatim)
}

/// Ids of generated pages: the shortest slug that is unique; the id of a file wins.
fn pages(groups: &[Group<'_>], content: &Content) -> Vec<CitedDocument> {
    let files: BTreeSet<&str> = content.documents.iter().map(|(_, row)| row.meta.id.as_str()).collect();
    let candidates: Vec<[String; 3]> = groups.iter().map(ids).collect();
    let mut counts: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for (level, id) in candidates.iter().flat_map(|ids| ids.iter().enumerate()) {
        *counts.entry((level, id)).or_default() += 1;
    }
    let unique = |level: usize, id: &str| !files.contains(id) && counts.get(&(level, id)) == Some(&1);
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut pages = Vec::with_capacity(groups.len());
    for (group, ids) in groups.iter().zip(&candidates) {
        let fitting = ids.iter().enumerate().find(|(level, id)| unique(*level, id) && !taken.contains(*id));
        let base = fitting.map(|(_, id)| id.clone()).unwrap_or_else(|| ids.last().cloned().unwrap_or_default());
        let mut id = base.clone();
        let mut count = 1;
        while files.contains(id.as_str()) || !taken.insert(id.clone()) {
            count += 1;
            id = format!("{base}-{count}");
        }
        let number = group.citations.iter().find_map(|citation| citation.written_number.clone());
        pages.push(CitedDocument { id, identity: group.identity.clone(), number, title: first_text(group).to_owned() });
    }
    pages
}

fn ids(group: &Group<'_>) -> [String; 3] {
    let first = group.citations.first();
    let number = first.and_then(|citation| citation.written_number.as_deref());
    let base = number.map_or_else(|| slug_limited(first_text(group), 80), slug);
    let with_date = match group.identity.date {
        Some(date) => format!("{base}-{}", iso(date)),
        None => base.clone(),
    };
    let with_issuer = match &group.identity.issuer {
        Some(issuer) => format!("{with_date}-{}", slug_limited(issuer, 40)),
        None => with_date.clone(),
    };
    [base, with_date, with_issuer].map(|id| format!("van-ban/{id}"))
}

fn iso(date: Day) -> String {
    date.to_string()
}

/// Documents that are each other's basis: printed once, and reported.
fn cycle(id: &str, at: Location) -> Diagnostic {
    Diagnostic::new(
        codes::CITATION_CYCLE,
        at,
        msg!("`{id}` và căn cứ của nó căn cứ lẫn nhau", "`{id}` and its basis are based on each other"),
    )
    .help(msg!("căn cứ là văn bản có trước; bỏ chiều sai", "a basis comes before; remove the wrong direction"))
}

/// A chain that is longer than what is shown of it.
fn long(id: &str, at: Location) -> Diagnostic {
    Diagnostic::new(
        codes::CITATION_CHAIN,
        at,
        msg!(
            "`{id}` có từ {LONGEST_CHAIN} văn bản trở lên trong chuỗi căn cứ; trang chỉ in {LONGEST_CHAIN} văn bản gần nhất",
            "{LONGEST_CHAIN} documents or more stand above `{id}`; its page shows the nearest {LONGEST_CHAIN} alone"
        ),
    )
    .help(msg!(
        "chỉ ghi vào `can_cu` những văn bản mà văn bản này nêu làm căn cứ",
        "let `can_cu` name the documents that this one names as its basis"
    ))
}

#[cfg(test)]
mod tests {
    use super::LONGEST_CHAIN;
    use crate::harness::Ward;
    use crate::read::vocabulary::Audience;

    /// Plans of which each rests on the one before it.
    fn said(count: usize) -> (String, usize) {
        let mut text = String::new();
        for number in 0..count {
            let basis = number.checked_sub(1).map(|above| format!("can_cu = [\"ke-hoach/k{above}\"]\n"));
            let basis = basis.unwrap_or_default();
            text += &format!(
                "-- content/ke-hoach/k{number}.md --\n+++\ntieu_de = \"K{number}\"\nngay = 2026-03-01\n{basis}+++\n"
            );
        }
        let snapshot = Ward::of(&text).edition(Audience::Public);
        let longest = snapshot.edition().content.plans.iter();
        let longest = longest.map(|(id, _)| snapshot.edition().basis.chain_up(super::Node::Plan(id)).len()).max();
        (snapshot.said(), longest.unwrap_or_default())
    }

    #[test]
    fn a_chain_is_shown_as_far_as_anybody_reads_and_what_is_longer_is_told_once() {
        let (said_of_short, longest) = said(LONGEST_CHAIN);
        assert_eq!((said_of_short.contains("can-cu-qua-dai"), longest), (false, LONGEST_CHAIN - 1));
        let (said_of_long, longest) = said(3 * LONGEST_CHAIN);
        assert_eq!((said_of_long.matches("[can-cu-qua-dai]").count(), longest), (1, LONGEST_CHAIN));
        assert!(!said_of_long.contains("can-cu-vong"));
    }
}
