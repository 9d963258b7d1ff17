//! The console from outside: requests against the whole router, streams, and the program itself.

mod apart;
mod api_server;
mod bench;
mod check;
mod create;
mod errors;
mod files;
mod functions;
mod health;
mod hosts;
mod idle;
mod link;
mod logs;
mod operations;
mod origins;
mod pages;
mod people;
mod practice;
mod program;
mod registries;
mod routes;
mod services;
mod settings;
mod streams;
mod wire;
mod withdrawn;
