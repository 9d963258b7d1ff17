//! The tower service: one request in, one answer out.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, WARNING};
use http::{HeaderValue, Method, Request, Response};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Body;
use serde_json::Value;
use tower::BoxError;

use crate::access::Person;
use crate::delete::{DeleteOptions, Deleted};
use crate::list::{Shape, Shown};
use crate::node::log;
use crate::options::{ListOptions, WriteOptions};
use crate::query::Query;
use crate::resource::Kind;
use crate::route::{Route, Target};
use crate::status::{self, Refusal};
use crate::store::Key;
use crate::{Practice, create, decode, discovery, list, object, patch, route, update, watch};

/// The body of an answer: whole, or a stream as of watches and logs.
pub type PracticeBody = UnsyncBoxBody<Bytes, Infallible>;

/// The most that a body may be.
const LARGEST: usize = 3_145_728;

/// The most warnings that an answer carries.
const WARNINGS: usize = 64;

type Answer = Result<Response<PracticeBody>, Refusal>;

/// A tower service that answers as an API server.
#[derive(Clone)]
pub struct PracticeService {
    practice: Practice,
}

impl PracticeService {
    pub(crate) fn new(practice: Practice) -> Self {
        Self { practice }
    }
}

impl<B> tower::Service<Request<B>> for PracticeService
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<PracticeBody>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let practice = self.practice.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let answer = match read(body).await {
                Ok(body) => answer(&practice, &head, &body),
                Err(refusal) => Err(refusal),
            };
            Ok(answer.unwrap_or_else(|refusal| json(refusal.code, &refusal.json())))
        })
    }
}

async fn read<B>(body: B) -> Result<Bytes, Refusal>
where
    B: Body<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    // A body that is too large and one that breaks off cannot be answered better than like this.
    let limited = Limited::new(body, LARGEST).collect().await;
    limited.map(|body| body.to_bytes()).map_err(|error| {
        if error.is::<http_body_util::LengthLimitError>() {
            Refusal::too_large()
        } else {
            Refusal::bad_request(format!("unable to read the body: {error}"))
        }
    })
}

/// A request for objects, taken apart.
struct Asked<'a> {
    practice: &'a Practice,
    target: Target,
    query: Query,
    body: &'a Bytes,
    content_type: String,
    shape: Shape,
}

fn answer(practice: &Practice, head: &http::request::Parts, body: &Bytes) -> Answer {
    let header = |name| {
        head.headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
            .unwrap_or("")
    };
    let person = Person::of(&head.headers)?;
    let path = head.uri.path();
    let Some(route) = route::route(path) else {
        // Of a group that is not there not even the form of the answer is known.
        let plain = || response(404, "text/plain", Full::from("404 page not found\n").boxed_unsync());
        return if discovery::serves(path) {
            Err(Refusal::no_such_path())
        } else {
            Ok(plain())
        };
    };
    let target = match route {
        Route::Fixed(value) => return Ok(json(200, &value)),
        Route::Health => return Ok(text(Full::from("ok").boxed_unsync())),
        Route::Review(kind) => {
            let parsed = decode::parse(body).map_err(Refusal::bad_request)?;
            return Ok(json(201, &person.review(kind, &parsed.value)?));
        }
        Route::Objects(target) => target,
    };
    let asked = Asked {
        practice,
        query: Query::parse(head.uri.query().unwrap_or("")),
        body,
        content_type: header(CONTENT_TYPE).split(';').next().unwrap_or("").trim().into(),
        shape: Shape::of(header(ACCEPT)),
        target,
    };
    let one = !asked.target.name.is_empty();
    let verb = match (&head.method, one) {
        (&Method::GET, true) => "get",
        (&Method::GET, false) if asked.query.yes("watch") => "watch",
        (&Method::GET, false) => "list",
        (&Method::POST, false) => "create",
        (&Method::PUT, true) => "update",
        (&Method::PATCH, true) => "patch",
        (&Method::DELETE, true) => "delete",
        (&Method::DELETE, false) => "deletecollection",
        _ => return Err(Refusal::method_not_allowed()),
    };
    let target = &asked.target;
    person.check(
        verb,
        target.kind.resource(),
        &target.sub,
        &target.namespace,
        &target.name,
    )?;
    match verb {
        "get" if target.sub == "log" => {
            let key = asked.key();
            let log = log::read(&practice.store, practice.pace, &key, &asked.query)?;
            Ok(log.map_or_else(|| response(204, "text/plain", Full::default().boxed_unsync()), text))
        }
        "get" => asked.get(),
        "list" => asked.list(),
        "watch" => {
            let options = ListOptions::parse(&asked.query, target.kind.resource())?;
            let body = watch::watch(&practice.store, target.kind, &target.namespace, options, asked.shape);
            let mut answer = text(body);
            answer
                .headers_mut()
                .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            Ok(answer)
        }
        "create" => asked.create(),
        "update" => asked.put(),
        "patch" => asked.patch(),
        "delete" => asked.delete(),
        _ => asked.delete_collection(),
    }
}

impl Asked<'_> {
    fn key(&self) -> Key {
        Key::new(self.target.namespace.as_str(), self.target.name.as_str())
    }

    fn find(&self) -> Result<Arc<Value>, Refusal> {
        let kind = self.target.kind;
        let found = self
            .practice
            .store
            .read(|objects| objects.get(kind, &self.key()).cloned());
        found.ok_or_else(|| Refusal::not_found(kind.resource(), &self.target.name))
    }

    /// The object as it was asked to be shown.
    fn show(&self, code: u16, object: &Value) -> Response<PracticeBody> {
        let shown = Shown {
            object,
            shape: self.shape,
            listed: false,
        };
        json(code, &serde_json::to_value(shown).unwrap_or_default())
    }

    fn get(&self) -> Answer {
        Ok(self.show(200, &*self.find()?))
    }

    fn list(&self) -> Answer {
        let options = ListOptions::parse(&self.query, self.target.kind.resource())?;
        let body = list::list(
            &self.practice.store,
            self.target.kind,
            &self.target.namespace,
            &options,
            self.shape,
        )?;
        Ok(response(200, "application/json", Full::from(body).boxed_unsync()))
    }

    /// Reads the object in the body, puts it in its place and fills it in.
    fn decode(&self, options: &WriteOptions) -> Result<decode::Decoded, Refusal> {
        if !matches!(self.content_type.as_str(), "" | "application/json") {
            return Err(Refusal::unsupported_media_type("application/json"));
        }
        let resource = self.target.kind.resource();
        self.complete(decode::decode(resource, self.body, options.strictness)?)
    }

    fn complete(&self, mut decoded: decode::Decoded) -> Result<decode::Decoded, Refusal> {
        create::place(self.target.kind, &self.target.namespace, &mut decoded.object)?;
        create::default(self.target.kind, &mut decoded.object);
        Ok(decoded)
    }

    fn create(&self) -> Answer {
        let kind = self.target.kind;
        if kind.resource().namespaced && self.target.namespace.is_empty() {
            return Err(Refusal::method_not_allowed());
        }
        let options = WriteOptions::parse(&self.query, "CreateOptions")?;
        let decoded = self.decode(&options)?;
        let created = self
            .practice
            .store
            .write(|objects| create::create(objects, kind, decoded.object, options.dry))?;
        Ok(warn(self.show(201, &created), &decoded.warnings))
    }

    fn put(&self) -> Answer {
        let kind = self.target.kind;
        let options = WriteOptions::parse(&self.query, "UpdateOptions")?;
        let decoded = self.decode(&options)?;
        let stored = self
            .practice
            .store
            .write(|objects| update::replace(objects, kind, &self.key(), decoded.object, options.dry))?;
        Ok(warn(self.show(200, &stored), &decoded.warnings))
    }

    fn patch(&self) -> Answer {
        let kind = self.target.kind;
        patch::accept(&self.content_type)?;
        let options = WriteOptions::parse(&self.query, "PatchOptions")?;
        let parsed =
            decode::parse(self.body).map_err(|error| Refusal::bad_request(format!("error decoding patch: {error}")))?;
        let (stored, warnings) = self.practice.store.write(|objects| {
            let found = objects.get(kind, &self.key());
            let found = found.ok_or_else(|| Refusal::not_found(kind.resource(), &self.target.name))?;
            let version = object::text(found, "/metadata/resourceVersion").to_owned();
            let mut value = (**found).clone();
            patch::apply(&self.content_type, &mut value, &parsed.value)?;
            let patched = decode::Parsed {
                value,
                duplicates: parsed.duplicates,
            };
            let mut decoded = self.complete(decode::type_check(kind.resource(), patched, options.strictness)?)?;
            // A patch that names no version goes on top of whatever is there.
            if object::text(&parsed.value, "/metadata/resourceVersion").is_empty() {
                object::fields(&mut decoded.object, "/metadata").insert("resourceVersion".into(), version.into());
            }
            update::same_uid(objects, kind, &self.key(), &decoded.object)?;
            let stored = update::replace(objects, kind, &self.key(), decoded.object, options.dry)?;
            Ok((stored, decoded.warnings))
        })?;
        Ok(warn(self.show(200, &stored), &warnings))
    }

    fn delete(&self) -> Answer {
        let kind = self.target.kind;
        let options = DeleteOptions::parse(&self.query, self.body)?;
        let deleted = self
            .practice
            .store
            .write(|objects| crate::delete::delete(objects, kind, &self.key(), &options))?;
        // Most kinds answer with the object; Jobs and a few more only do so while something holds it.
        let brief = matches!(
            kind,
            Kind::Job | Kind::Secret | Kind::ConfigMap | Kind::Event | Kind::Node | Kind::LimitRange
        );
        Ok(match deleted {
            Deleted::Gone(object) if brief => json(
                200,
                &status::deleted(kind.resource(), &self.target.name, object::uid(&object)),
            ),
            Deleted::Gone(object) | Deleted::Going(object) => self.show(200, &object),
        })
    }

    fn delete_collection(&self) -> Answer {
        let kind = self.target.kind;
        let options = DeleteOptions::parse(&self.query, self.body)?;
        let which = ListOptions::parse(&self.query, kind.resource())?;
        let body = list::list(&self.practice.store, kind, &self.target.namespace, &which, self.shape)?;
        self.practice.store.write(|objects| {
            let found: Vec<Key> = objects
                .list(kind, &self.target.namespace, None)
                .filter(|object| which.matches(object))
                .map(|object| Key::of(object))
                .collect();
            found
                .iter()
                .try_for_each(|key| crate::delete::delete(objects, kind, key, &options).map(|_| ()))
        })?;
        Ok(response(200, "application/json", Full::from(body).boxed_unsync()))
    }
}

fn response(code: u16, content_type: &'static str, body: PracticeBody) -> Response<PracticeBody> {
    let mut answer = Response::new(body);
    *answer.status_mut() = http::StatusCode::from_u16(code).unwrap_or_default();
    answer
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer
}

fn json(code: u16, value: &Value) -> Response<PracticeBody> {
    response(code, "application/json", Full::from(value.to_string()).boxed_unsync())
}

fn text(body: PracticeBody) -> Response<PracticeBody> {
    response(200, "text/plain", body)
}

/// Adds what there was to complain about.
fn warn(mut answer: Response<PracticeBody>, warnings: &[String]) -> Response<PracticeBody> {
    for warning in warnings.iter().take(WARNINGS) {
        let escaped = warning.replace('\\', "\\\\").replace('"', "\\\"");
        if let Ok(value) = HeaderValue::from_str(&format!("299 - \"{escaped}\"")) {
            answer.headers_mut().append(WARNING, value);
        }
    }
    answer
}
