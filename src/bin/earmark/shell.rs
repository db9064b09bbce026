//! `earmark completions` and `earmark man`, both made of the command line's own description.

use anyhow::Context as _;
use clap::CommandFactory;

use crate::args::{Arguments, Completions, Man};
use crate::{Exit, Usage, output};

pub(crate) fn completions(completions: &Completions) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(completions.shell, &mut Arguments::command(), "earmark", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

pub(crate) fn man(man: &Man) -> anyhow::Result<Exit> {
    if let Some(folder) = &man.out {
        let written =
            std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(Arguments::command(), folder));
        written.with_context(|| format!("cannot write into {}", folder.display()))?;
        return Ok(Exit::Done);
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command(&man.command)?).render(&mut page)?;
    output::print(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Done)
}

/// The command that the words lead to: `dictionary check` is a command of a command.
fn command(words: &[String]) -> Result<clap::Command, Usage> {
    let mut command = Arguments::command();
    command.build();
    for word in words {
        let found = command.find_subcommand(word).cloned();
        command = found.ok_or_else(|| Usage(format!("there is no command {:?}", words.join(" "))))?;
    }
    Ok(command)
}
