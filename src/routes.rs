//! Registers routes and remembers them: actix cannot list its routes, and the permission matrix (tests) must know every one.

use std::future::Future;

use actix_web::guard::{self, Guard};
use actix_web::http::Method;
use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, Handler, HttpMessage as _, HttpRequest, Resource, Responder};

use crate::error::{Error, Result};

/// One address with the methods it answers.
pub struct At {
    path: String,
    methods: Vec<Method>,
    resource: Resource,
    refuses: bool,
}

/// Starts an address; `{name}` stands for one segment of it.
pub fn at(path: &str) -> At {
    At {
        path: path.to_owned(),
        methods: Vec::new(),
        resource: web::resource(path),
        refuses: true,
    }
}

impl At {
    /// Answers GET, and HEAD likewise.
    #[must_use]
    pub fn get<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.answer(
            Method::GET,
            guard::Any(guard::Get()).or(guard::Head()),
            handler,
        )
    }

    /// Answers POST.
    #[must_use]
    pub fn post<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.answer(Method::POST, guard::Post(), handler)
    }

    /// Answers any other method.
    #[must_use]
    pub fn on<F, Args>(self, method: Method, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let guard = guard::Method(method.clone());
        self.answer(method, guard, handler)
    }

    /// Answers every method that is not defined in its own way.
    #[must_use]
    pub fn otherwise<F, Args>(mut self, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.resource = self.resource.default_service(web::to(handler));
        self.refuses = false;
        self
    }

    fn answer<F, Args>(mut self, method: Method, guard: impl Guard + 'static, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.resource = self.resource.route(web::route().guard(guard).to(handler));
        self.methods.push(method);
        self
    }
}

/// Where routes are registered.
pub struct Routes<'r> {
    config: &'r mut ServiceConfig,
    seen: Vec<(Method, String)>,
}

impl<'r> Routes<'r> {
    /// Registers into a scope of the server.
    pub fn into(config: &'r mut ServiceConfig) -> Self {
        Self {
            config,
            seen: Vec::new(),
        }
    }

    /// Registers an address; methods it does not answer are refused.
    pub fn add(&mut self, at: At) {
        let methods = at.methods;
        self.seen.extend(
            methods
                .iter()
                .map(|method| (method.clone(), at.path.clone())),
        );
        let resource = if at.refuses {
            let allowed = Allowed::of(&methods);
            at.resource
                .default_service(web::to(move |req: HttpRequest| {
                    refuse(&req, allowed.clone())
                }))
        } else {
            at.resource
        };
        self.config.service(resource);
    }

    /// Every route registered so far.
    pub fn seen(self) -> Vec<(Method, String)> {
        self.seen
    }
}

/// The methods an address answers, as the header `Allow` lists them: left with a refused request for whoever dresses the error.
#[derive(Clone, Debug)]
pub struct Allowed(pub String);

impl Allowed {
    fn of(methods: &[Method]) -> Self {
        let mut words: Vec<&str> = Vec::new();
        for method in methods {
            words.push(method.as_str());
            if *method == Method::GET {
                words.push("HEAD");
            }
        }
        Self(words.join(", "))
    }
}

fn refuse(
    req: &HttpRequest,
    allowed: Allowed,
) -> impl Future<Output = Result<&'static str>> + use<> {
    req.extensions_mut().insert(allowed);
    std::future::ready(Err(Error::MethodNotAllowed))
}
