//! The README tells what the program has: its commands and settings, with their variables and defaults.

use std::process::Command;

const README: &str = include_str!("../../README.md");

fn help(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_cpn-desk"))
        .args(arguments)
        .env("COLUMNS", "1000")
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Names of the commands that a help text lists.
fn commands(help: &str) -> Vec<&str> {
    let lines = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty());
    let names = lines.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names
        .filter(|name| !name.is_empty() && *name != "help")
        .collect()
}

#[test]
fn every_setting_is_in_the_readme_with_its_variable_and_default() {
    let help = help(&["--help"]);
    let (_, settings) = help.split_once("Settings:").unwrap();
    let settings: Vec<&str> = settings.split("\n      --").skip(1).collect();

    assert!(settings.len() > 15, "{settings:?}");
    for setting in settings {
        let name = setting.split([' ', '\n']).next().unwrap();
        let row = README
            .lines()
            .find(|line| line.starts_with(&format!("| `--{name}` |")));
        let row = row.unwrap_or_else(|| panic!("--{name} is missing"));
        let told = |label: &str| {
            let (_, rest) = setting.split_once(label)?;
            rest.split([']', '=']).next()
        };
        let variable = told("[env: ").unwrap_or_else(|| panic!("--{name} has no variable"));
        assert!(row.contains(&format!("`{variable}`")), "{row}");
        if let Some(default) = told("[default: ") {
            let begin = default.split(' ').next().unwrap();
            assert!(row.contains(begin), "{row}: {default}");
        }
    }
}

#[test]
fn every_command_is_in_the_readme() {
    let (_, table) = README.split_once("## Commands").unwrap();
    let (table, _) = table.split_once("## Map").unwrap();
    let top = help(&["--help"]);

    for command in commands(&top) {
        assert!(
            table.contains(&format!("`{command}")),
            "{command} is missing"
        );
        let below = help(&[command, "--help"]);
        for below in commands(&below) {
            let row = table
                .lines()
                .find(|line| line.starts_with(&format!("| `{command} ")));
            let row = row.unwrap_or_else(|| panic!("{command} has no row"));
            assert!(
                row.contains(&format!("`{below}`"))
                    || row.contains(&format!("`{command} {below}`")),
                "{command} {below} is missing"
            );
        }
    }
}
