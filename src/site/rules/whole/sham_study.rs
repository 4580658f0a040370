//! `quan-triet-cham`, `-rut-ngan`, `-long-ghep`, `-du-thap`, `-noi-bo`, `thu-hoach-thieu`: study that was held for form's sake.

use crate::basics::date::{Day, days_between, minutes_of, print_day};
use crate::basics::diag::{Diagnostic, codes, msg};
use crate::basics::text::{decimal_places, percent_of};
use crate::read::config::Thresholds;
use crate::read::vocabulary::Audience;
use crate::site::model::{Content, Id, Members, Moment, Plan, Session, Site, Study};

pub(super) fn check(site: &Site, in_force: &[(Id<Plan>, &Plan)], today: Day) -> Vec<Diagnostic> {
    let (content, limits) = (&site.content, site.config.thresholds);
    let sessions = content.sessions.iter().filter(|(_, session)| session.is_held() && session.starts.day <= today);
    let each = sessions.flat_map(|(id, session)| {
        [combined(session), short(session, limits), few(content, id, session, limits), papers(session, today, limits)]
    });
    let late = late(content, in_force, limits);
    each.flatten().chain(late).chain(internal(content)).collect()
}

/// Plans whose first session came long after them.
fn late(content: &Content, in_force: &[(Id<Plan>, &Plan)], limits: Thresholds) -> Vec<Diagnostic> {
    let by_plan = content.sessions_by_plan();
    let found = in_force.iter().filter_map(|(id, plan)| {
        let held = by_plan.get(id)?.iter().filter_map(|id| content.sessions.get(*id));
        let first = held.filter(|session| session.is_held()).min_by_key(|session| session.starts)?;
        let days = days_between(plan.date?, first.starts.day);
        (days > limits.first_session && !plan.tasks.is_empty()).then(|| {
            let (day, limit) = (print_day(first.starts.day), limits.first_session);
            Diagnostic::new(
                codes::STUDY_LATE,
                plan.meta.at,
                msg!(
                    "buổi quán triệt đầu tiên ngày {day}, {days} ngày sau khi ban hành (quá {limit} ngày)",
                    "the first session was on {day}, {days} days after the plan (over {limit})"
                ),
            )
            .help(msg!(
                "rút kinh nghiệm; còn buổi sớm hơn thì ghi vào quan-triet/ và thêm kế hoạch này vào `ke_hoach` của buổi ấy",
                "if there was an earlier session, record it and add this plan to its `ke_hoach`"
            ))
        })
    });
    found.collect()
}

fn combined(session: &Session) -> Option<Diagnostic> {
    session.combined.then(|| {
        Diagnostic::new(
            codes::STUDY_COMBINED,
            session.meta.at,
            msg!("buổi quán triệt lồng ghép với cuộc họp khác", "the session was held together with other business"),
        )
        .help(msg!(
            "nên tổ chức buổi học riêng; ghi nhầm thì bỏ `long_ghep`",
            "a session of its own is better; if it was one, remove `long_ghep`"
        ))
    })
}

fn short(session: &Session, limits: Thresholds) -> Option<Diagnostic> {
    let planned = minutes_of(session.planned_length.as_deref()?)?;
    let actual = lasted(session.starts, session.ends?)?;
    (actual * 100 < planned * limits.length).then(|| {
        Diagnostic::new(
            codes::STUDY_SHORT,
            session.meta.at,
            msg!("học {actual} phút, kế hoạch là {planned} phút", "it lasted {actual} minutes of {planned} planned"),
        )
        .help(msg!(
            "bổ sung buổi học; ghi nhầm giờ thì sửa `bat_dau`, `ket_thuc` hoặc `thoi_luong`",
            "hold another session; if the hours are wrong mend `bat_dau`, `ket_thuc` or `thoi_luong`"
        ))
    })
}

/// Minutes, of a session that ended on the day it began.
fn lasted(starts: Moment, ends: Moment) -> Option<i64> {
    let minutes = |moment: Moment| moment.time.map(|time| i64::from(time.hour()) * 60 + i64::from(time.minute()));
    (starts.day == ends.day).then_some(())?;
    Some(minutes(ends)? - minutes(starts)?).filter(|minutes| *minutes > 0)
}

/// Members who were convened, and those who have studied; of results that give both.
fn share(results: impl Iterator<Item = Members>) -> Option<(i64, i64)> {
    let both = results.filter_map(|members| {
        let studied = members.attended? + members.made_up.unwrap_or_default();
        Some((members.convened?, studied))
    });
    both.reduce(|a, b| (a.0 + b.0, a.1 + b.1)).filter(|(convened, _)| *convened > 0)
}

/// Too few came, and other sessions on the same subjects have not made it good.
fn few(content: &Content, id: Id<Session>, session: &Session, limits: Thresholds) -> Option<Diagnostic> {
    let is_low = |(convened, studied): (i64, i64)| studied * 100 < convened * limits.studied;
    let own = session.results.iter().map(Members::of);
    let (convened, studied) = share(own).filter(|share| is_low(*share))?;
    let shares = |row: &Session| {
        row.plans.iter().any(|plan| session.plans.contains(plan))
            || row.documents.iter().any(|document| session.documents.contains(document))
    };
    let others = content.sessions.iter().filter(|(other, row)| *other != id && shares(row));
    let together: Vec<_> = others.map(|(other, _)| other).chain([id]).collect();
    let study = Study::of(content, together);
    if share(study.results.iter().map(|result| result.members)).is_some_and(|share| !is_low(share)) {
        return None;
    }
    let (percent, limit) = (decimal_places(percent_of(studied, convened), 1), limits.studied);
    Some(
        Diagnostic::new(
            codes::STUDY_FEW,
            session.meta.at,
            msg!(
                "mới {studied}/{convened} đảng viên học ({percent} %), dưới {limit} %",
                "{studied} of {convened} members studied ({percent} %), under {limit} %"
            ),
        )
        .help(msg!(
            "tổ chức học bù rồi ghi `hoc_bu`, hoặc thêm buổi học nữa",
            "let the others make it up and record `hoc_bu`, or hold another session"
        )),
    )
}

/// Papers that were due and were not handed in, by as few as the same threshold.
fn papers(session: &Session, today: Day, limits: Thresholds) -> Option<Diagnostic> {
    let due = session.papers_due.filter(|due| *due < today)?;
    let studied: i64 = session.results.iter().filter_map(|result| result.attended).sum();
    let handed: i64 = session.results.iter().filter_map(|result| result.papers).sum();
    (studied > 0 && handed * 100 < studied * limits.studied).then(|| {
        let due = print_day(due);
        Diagnostic::new(
            codes::PAPERS_MISSING,
            session.meta.at,
            msg!(
                "hạn nộp bài thu hoạch đã qua ({due}): có {handed} bài của {studied} người học",
                "reflection papers were due on {due}: {handed} of {studied} are in"
            ),
        )
        .help(msg!(
            "nhắc nộp rồi ghi `thu_hoach` ở từng `[[ket_qua]]`",
            "remind them, and record `thu_hoach` in each `[[ket_qua]]`"
        ))
    })
}

/// A session that only members see, about a plan that everybody sees: the public reads that nothing is known of its study.
fn internal(content: &Content) -> impl Iterator<Item = Diagnostic> {
    let sessions = content.sessions.iter().filter(|(_, session)| session.meta.audience == Audience::Internal);
    sessions.filter_map(|(_, session)| {
        let plans = session.plans.iter().filter_map(|id| content.plans.get(*id));
        let plan = plans.into_iter().find(|plan| plan.meta.audience == Audience::Public)?;
        let id = &plan.meta.id;
        let message = msg!(
            "buổi nội bộ về kế hoạch công khai `{id}`: bản công khai ghi «chưa có số liệu công khai»",
            "an internal session about the public plan `{id}`: the public edition says that it has no figures"
        );
        Some(Diagnostic::new(codes::STUDY_INTERNAL, session.meta.at, message).help(msg!(
            "nếu kết quả công bố được: đặt `doi_tuong = \"cong-khai\"` cho buổi này",
            "if its results may be told, give the session `doi_tuong = \"cong-khai\"`"
        )))
    })
}
