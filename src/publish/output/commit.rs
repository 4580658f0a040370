//! The swap: one step where the system has one, else two renames that the next start can finish.

#![allow(clippy::disallowed_methods, reason = "this is the module that writes the site")]

use super::cannot_write;
use super::folder::{Neighbours, remove_leftover};
use super::manifest::Manifest;
use crate::basics::diag::Fatal;
use std::fs;

/// Puts the staging folder in the place of the published one.
pub(super) struct Swap<'a> {
    neighbours: &'a Neighbours,
}

impl<'a> Swap<'a> {
    pub(super) fn new(neighbours: &'a Neighbours) -> Self {
        Self { neighbours }
    }

    pub(super) fn run(&self) -> Result<(), Fatal> {
        let (target, staging) = (self.neighbours.target(), self.neighbours.staging());
        if !target.exists() {
            fs::rename(staging, target).map_err(|error| cannot_write(target, &error))?;
            return Ok(());
        }
        if !exchange(staging, target) {
            self.two_renames()?;
        }
        // What was published lies at the staging or backup path now. Failing to remove it harms nobody:
        // the next start does.
        let _ = remove_leftover(staging);
        let _ = remove_leftover(self.neighbours.backup());
        Ok(())
    }

    fn two_renames(&self) -> Result<(), Fatal> {
        let (target, staging, backup) = (self.neighbours.target(), self.neighbours.staging(), self.neighbours.backup());
        remove_leftover(backup)?;
        fs::rename(target, backup).map_err(|error| cannot_write(target, &error))?;
        fs::rename(staging, target).map_err(|error| {
            let _ = fs::rename(backup, target);
            cannot_write(target, &error)
        })
    }
}

#[cfg(target_os = "linux")]
fn exchange(staging: &std::path::Path, target: &std::path::Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, staging, CWD, target, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &std::path::Path, _: &std::path::Path) -> bool {
    false
}

/// Finishes a swap that was cut between its two renames. A present folder is never overruled.
pub(super) fn recover(neighbours: &Neighbours) -> Result<(), Fatal> {
    let (target, backup) = (neighbours.target(), neighbours.backup());
    if !target.exists() && Manifest::read(backup).is_some() {
        return fs::rename(backup, target).map_err(|error| cannot_write(target, &error));
    }
    if target.exists() { remove_leftover(backup) } else { Ok(()) }
}
