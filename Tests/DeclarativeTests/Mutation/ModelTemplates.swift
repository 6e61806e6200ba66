import Templates

@testable import Declarative

// All templates of the parts of a definition.

extension TemplatedValue {
    var templates: [Template] {
        switch self {
        case .constant: []
        case .template(let template): [template]
        case .list(let elements): elements.flatMap(\.templates)
        case .object(let fields): fields.flatMap(\.value.templates)
        }
    }
}

extension [TemplatedField] {
    var templates: [Template] { flatMap(\.value.templates) }
}

extension RequestDefinition {
    var templates: [Template] { [path] + parameters.templates + headers.templates + (body?.templates ?? []) }
}

extension RequestBody {
    var templates: [Template] {
        switch self {
        case .json(let value): value.templates
        case .form(let fields): fields.templates
        case .raw(let template): [template]
        }
    }
}

extension Authentication {
    var templates: [Template] {
        switch self {
        case .none: []
        case .apiKey(let key): [key.value]
        case .basic(let username, let password): [username] + [password].compactMap(\.self)
        case .bearer(let token): [token]
        case .clientCredentials(let grant):
            [grant.tokenURL, grant.clientID, grant.clientSecret] + grant.scopes + grant.tokenBody.templates
        case .refreshToken(let grant):
            [grant.tokenURL, grant.clientID, grant.clientSecret, grant.refreshToken] + grant.scopes
                + grant.tokenBody.templates
        case .session(let session): [session.loginURL] + (session.body?.templates ?? [])
        case .jwt(let token):
            [token.privateKey, token.issuer, token.audience] + token.claims.templates
                + [token.keyID, token.subject, token.tokenURL].compactMap(\.self)
        case .headers(let fields): fields.templates
        }
    }
}

extension PartitionRouter {
    var templates: [Template] {
        switch self {
        case .list(_, let values): values.templates
        case .dateRange(let range): [range.start] + [range.end].compactMap(\.self)
        case .parent: []
        case .asyncJob(let job): job.creation.templates + job.polling.request.templates
        }
    }

    /// The names of the values that its slices have.
    var valueNames: [String] {
        switch self {
        case .list(let field, _): [field]
        case .dateRange(let range): Set([range.field, "start", "end"]).sorted()
        case .parent(let parent): [parent.field] + parent.furtherFields.keys
        case .asyncJob: []
        }
    }

    var parent: ParentStream? {
        if case .parent(let parent) = self { parent } else { nil }
    }

    var isJob: Bool {
        if case .asyncJob = self { true } else { false }
    }
}

extension Incremental {
    var templates: [Template] { [start, end?.value].compactMap(\.self) }
}

extension RecordTransform {
    var templates: [Template] {
        if case .set(let fields) = self { fields.templates } else { [] }
    }
}
