//! The program as its users meet it: a folder in, messages and a site out.

mod cases;
mod cli;
mod demo;
mod gate;
mod output;
mod pages;
mod relations;
mod site;
mod theme;
