//! `slipway`: the console's command line.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use server::check::check;
use server::link::{Streams, link, render};
use server::settings::{Command, CommandLine, Surroundings};
use server::{observe, start};

/// What a mistake in the settings ends with, as clap's own do.
const BAD_SETTINGS: u8 = 2;

fn main() -> ExitCode {
    let done = match CommandLine::parse().command {
        Command::Serve(asked) => serve(*asked).map(|()| ExitCode::SUCCESS),
        Command::Link(asked) => with_streams(|streams| link(&asked, streams)),
        Command::Render(asked) => with_streams(|streams| render(&asked, streams)),
        Command::Check(asked) => {
            let ended = check(&asked, &mut std::io::stdin().lock(), &mut std::io::stdout().lock());
            ended
                .map(|end| ExitCode::from(end as u8))
                .map_err(|error| format!("the result cannot be written: {error}"))
        }
    };
    match done {
        Ok(code) => code,
        Err(sentence) => {
            eprintln!("slipway: {sentence}");
            ExitCode::from(BAD_SETTINGS)
        }
    }
}

fn with_streams(run: impl FnOnce(&mut Streams) -> Result<(), String>) -> Result<ExitCode, String> {
    run(&mut Streams {
        from: &mut std::io::stdin().lock(),
        to: &mut std::io::stdout().lock(),
        aside: &mut std::io::stderr().lock(),
    })
    .map(|()| ExitCode::SUCCESS)
}

fn serve(asked: server::settings::Serve) -> Result<(), String> {
    let settings = asked
        .settle(&Surroundings::of_this_process())
        .map_err(|error| error.to_string())?;
    observe::start(settings.log_format)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("no threads can be started: {error}"))?;
    let served = runtime.block_on(async {
        let running = start::start(settings).await.map_err(|error| error.to_string())?;
        say(&format!("Slipway is at http://{}", running.address()));
        if let Some(practice) = running.practice_address() {
            say(&format!("The practice cluster's API is at http://{practice}"));
        }
        running.until_stopped().await;
        Ok(())
    });
    // A plugin that hangs on its own thread must not keep the process.
    runtime.shutdown_background();
    served
}

/// Says it on stdout. Whoever does not listen there any more is no reason to stop.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
