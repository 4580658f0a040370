//! Which day it is: `--ngay`, else `SOURCE_DATE_EPOCH`, else the clock, in the site's time zone.

#![allow(clippy::disallowed_methods, reason = "this is where the clock and the environment are asked")]

use super::args::SiteOptions;
use crate::basics::date::{Day, parse_date};
use crate::basics::diag::FileId;
use crate::basics::diag::{Fatal, msg};
use crate::drive::pipeline::BuildInput;
use crate::read::config;
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use std::path::Path;

/// The input of a build, with its date.
pub(super) fn input(options: &SiteOptions) -> Result<BuildInput, Fatal> {
    Ok(BuildInput {
        site: options.site.clone(),
        audience: options.audience,
        drafts: options.drafts,
        today: today(options)?,
        compressed: false,
    })
}

/// The build date.
pub(super) fn today(options: &SiteOptions) -> Result<Day, Fatal> {
    of_site(&options.site, options.date.as_deref())
}

/// The day that is asked for, else today where the site is.
pub(super) fn of_site(site: &Path, asked: Option<&str>) -> Result<Day, Fatal> {
    if let Some(written) = asked {
        return parse_date(written).map_err(|_| {
            Fatal::new(msg!("`--ngay` không nhận `{written}`", "`--ngay` does not take `{written}`"))
                .help(msg!("ghi năm-tháng-ngày: --ngay 2026-11-22", "write year-month-day: --ngay 2026-11-22"))
        });
    }
    let now = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => epoch(&seconds)?,
        Err(_) => Timestamp::now(),
    };
    Ok(now.to_zoned(zone(site)).date())
}

/// The time of day where the editor sits: «14:03:22».
pub(super) fn clock() -> String {
    jiff::Zoned::now().strftime("%H:%M:%S").to_string()
}

fn epoch(seconds: &str) -> Result<Timestamp, Fatal> {
    let parsed = seconds.trim().parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    parsed.ok_or_else(|| {
        Fatal::new(msg!(
            "SOURCE_DATE_EPOCH không phải số giây: `{seconds}`",
            "SOURCE_DATE_EPOCH is no number of seconds: `{seconds}`"
        ))
        .help(msg!("bỏ biến này, hoặc dùng `--ngay 2026-11-22`", "unset it, or use `--ngay 2026-11-22`"))
    })
}

/// The site's zone. Vietnam has been at +07:00 since 1975, so its own needs no zone data on the machine.
fn zone(site: &Path) -> TimeZone {
    let vietnam = TimeZone::fixed(Offset::constant(7));
    let settings = std::fs::read_to_string(site.join("bangtin.toml")).unwrap_or_default();
    let name = config::read(&settings, FileId(0)).value.time_zone;
    if name == "Asia/Ho_Chi_Minh" { vietnam } else { TimeZone::get(&name).unwrap_or(vietnam) }
}
