// swift-tools-version: 6.2
import PackageDescription

// Modules are listed layer by layer, ground first. A module may depend on what stands above it in this file, never on
// what follows; Tests/LayeringTests holds the rule and the few arrows allowed within a layer.

// Without the implicit import nothing can use the regular expressions of the standard library by accident: one call to its
// `contains` for strings would add their whole engine, a megabyte, to the static programs.
let withoutRegexEngine: SwiftSetting = .unsafeFlags([
    "-Xfrontend", "-disable-implicit-string-processing-module-import",
])

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// What runs once for a request or less is made small rather than fast: a function starts the sooner the smaller it is.
let small: SwiftSetting = .unsafeFlags(["-Osize"], .when(configuration: .release))

func module(_ name: String, needs dependencies: [Target.Dependency] = [], isSmall: Bool = false) -> Target {
    .target(
        name: name, dependencies: dependencies,
        swiftSettings: strict + [withoutRegexEngine] + (isSmall ? [small] : []))
}

func program(_ name: String, needs dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict + [withoutRegexEngine])
}

func tests(_ name: String, of dependencies: [Target.Dependency] = [], data: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestSupport"], exclude: data, swiftSettings: strict)
}

func library(_ name: String, pkgConfig: String, debian package: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

let package = Package(
    name: "curlew",
    products: [
        .executable(name: "curlew", targets: ["curlew"]),
        .executable(name: "bootstrap", targets: ["bootstrap"]),
    ],
    targets: [
        // C libraries
        library("CCurl", pkgConfig: "libcurl", debian: "libcurl4-openssl-dev"),
        library("CCrypto", pkgConfig: "libcrypto", debian: "libssl-dev"),
        library("CYAML", pkgConfig: "yaml-0.1", debian: "libyaml-dev"),
        library("CExpat", pkgConfig: "expat", debian: "libexpat1-dev"),
        library("CZstd", pkgConfig: "libzstd", debian: "libzstd-dev"),
        library("CSnappy", pkgConfig: "snappy", debian: "libsnappy-dev"),
        library("CZlib", pkgConfig: "zlib", debian: "zlib1g-dev"),
        library("CMicroHTTPD", pkgConfig: "libmicrohttpd", debian: "libmicrohttpd-dev"),
        .systemLibrary(name: "CMalloc"),
        .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),

        // Ground
        module("JSON", needs: ["CSimdJSON"]),
        module("YAML", needs: ["CYAML", "JSON"], isSmall: true),
        module("CSV", needs: ["JSON"]),
        module("XML", needs: ["CExpat", "JSON"]),
        module("Crypto", needs: ["CCrypto"]),
        module("Compression", needs: ["CZstd", "CSnappy", "CZlib"]),
        module("DateTime"),
        module("Columnar", needs: ["DateTime", "JSON"]),
        module("Spelling"),
        module("Threads"),

        // Means
        module("HTTPClient", needs: ["CCurl", "Compression", "JSON", "Spelling"], isSmall: true),
        module("Signing", needs: ["Crypto", "DateTime", "JSON"], isSmall: true),
        module(
            "CloudAccess", needs: ["Crypto", "DateTime", "HTTPClient", "JSON", "Signing", "Threads", "XML"],
            isSmall: true),
        module(
            "ObjectStorage",
            needs: ["CloudAccess", "Crypto", "DateTime", "HTTPClient", "JSON", "Signing", "Spelling", "Threads"],
            isSmall: true),
        module("Parquet", needs: ["CZlib", "Columnar", "Compression"]),
        module("Templates", needs: ["Crypto", "DateTime", "JSON", "Spelling"], isSmall: true),

        // Contract
        module("Connector", needs: ["DateTime", "JSON", "Spelling"], isSmall: true),

        // Sources and sinks
        module(
            "Declarative",
            needs: [
                "Connector", "Crypto", "CSV", "DateTime", "HTTPClient", "JSON", "Spelling", "Templates",
                "XML", "YAML",
            ], isSmall: true),
        .target(
            name: "BuiltInConnectors", dependencies: ["Connector"], path: "connectors", exclude: ["cassettes"],
            resources: [
                "anthropic", "cloudflare", "demo", "github", "hubspot", "openai", "salesforce", "salesforce-bulk",
                "shopify",
                "stripe", "zendesk",
            ].map { .embedInCode("\($0).yaml") }, swiftSettings: strict + [withoutRegexEngine]),

        module("Demo", needs: ["CMicroHTTPD", "Connector", "DateTime", "JSON", "Spelling"]),
        module(
            "Destinations",
            needs: [
                "CloudAccess", "Columnar", "Compression", "Connector", "DateTime", "HTTPClient", "JSON",
                "ObjectStorage", "Parquet", "Threads",
            ], isSmall: true),

        // Engine
        module("Sync", needs: ["Connector", "DateTime", "JSON", "Spelling"], isSmall: true),

        // What faces share
        module(
            "Actions",
            needs: ["Columnar", "Connector", "Crypto", "DateTime", "JSON", "Spelling", "Sync", "Threads"], isSmall: true
        ),

        // Faces
        module(
            "CommandLine", needs: ["Actions", "Connector", "DateTime", "JSON", "Spelling", "Sync", "Threads", "YAML"],
            isSmall: true),

        module("LambdaRuntime", needs: ["Actions", "Connector", "DateTime", "JSON"], isSmall: true),

        // Executables
        program(
            "curlew",
            needs: [
                "Actions", "BuiltInConnectors", "CMalloc", "CommandLine", "Connector", "Declarative", "Demo",
                "Destinations", "HTTPClient", "ObjectStorage",
            ]),
        program(
            "bootstrap",
            needs: [
                "Actions", "BuiltInConnectors", "CMalloc", "Connector", "Declarative", "Demo", "Destinations",
                "HTTPClient", "LambdaRuntime", "ObjectStorage",
            ]),

        // Benchmarks
        .target(
            name: "CBaseline", path: "Benchmarks/baseline", linkerSettings: [.linkedLibrary("simdjson")]),
        .executableTarget(
            name: "benchmark-json", dependencies: ["JSON", "CBaseline"], path: "Benchmarks/json", swiftSettings: strict),
        .executableTarget(
            name: "benchmark-csv", dependencies: ["CSV", "JSON"], path: "Benchmarks/csv", swiftSettings: strict),
        .executableTarget(
            name: "benchmark-xml", dependencies: ["XML", "JSON"], path: "Benchmarks/xml", swiftSettings: strict),
        .executableTarget(
            name: "benchmark-templates", dependencies: ["Templates", "DateTime", "JSON"], path: "Benchmarks/templates",
            swiftSettings: strict),
        .executableTarget(
            name: "benchmark-parquet", dependencies: ["Columnar", "JSON", "Parquet"], path: "Benchmarks/parquet",
            exclude: ["compare.py"], swiftSettings: strict),
        .executableTarget(
            name: "lambda-baseline", path: "Benchmarks/lambda/baseline",
            swiftSettings: strict + [withoutRegexEngine]),
        .executableTarget(
            name: "benchmark-upload",
            dependencies: ["CloudAccess", "CMalloc", "DateTime", "HTTPClient", "ObjectStorage", "Signing"],
            path: "Benchmarks/upload", exclude: ["requirements.txt", "server.py", "upload.py", "with_boto3.py"],
            swiftSettings: strict),

        // Tests
        .executableTarget(
            name: "static-probe",
            dependencies: ["CCurl", "CCrypto", "CYAML", "CExpat", "CZstd", "CSnappy", "CZlib", "JSON"],
            path: "Tests/StaticBuild/Probe", swiftSettings: strict),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        tests("JSONTests", of: ["JSON"]),
        tests("YAMLTests", of: ["YAML", "JSON"]),
        tests("CSVTests", of: ["CSV", "JSON"]),
        tests("XMLTests", of: ["XML", "JSON"]),
        tests("CryptoTests", of: ["Crypto", "CCrypto"]),
        tests("CompressionTests", of: ["Compression"]),
        tests("DateTimeTests", of: ["DateTime"]),
        tests("ColumnarTests", of: ["Columnar", "DateTime", "JSON"]),
        tests("HTTPClientTests", of: ["HTTPClient", "CCurl", "Compression", "JSON"], data: ["tls_server.py"]),
        tests("SigningTests", of: ["Signing", "Crypto", "DateTime", "JSON"]),
        tests(
            "CloudAccessTests",
            of: ["CloudAccess", "Crypto", "DateTime", "HTTPClient", "JSON", "Signing"]),
        tests(
            "ObjectStorageTests",
            of: ["ObjectStorage", "CloudAccess", "Crypto", "DateTime", "HTTPClient", "JSON", "Signing"]),
        tests(
            "ParquetTests", of: ["Parquet", "Columnar", "Compression", "JSON"], data: ["read_back.py", "read_union.py"]),
        tests("TemplatesTests", of: ["Templates", "DateTime", "JSON"]),
        tests("SpellingTests", of: ["Spelling"]),
        tests("ThreadsTests", of: ["Threads"]),
        tests("ConnectorTests", of: ["Connector", "DateTime", "JSON"]),
        tests(
            "DeclarativeTests",
            of: [
                "BuiltInConnectors", "CommandLine", "Connector", "Crypto", "CSV", "DateTime", "Declarative",
                "HTTPClient",
                "JSON", "Sync", "Templates", "YAML",
            ],
            data: ["Schema/validate.py"]),
        tests(
            "DemoTests",
            of: [
                "BuiltInConnectors", "CloudAccess", "Connector", "Crypto", "DateTime", "Declarative", "Demo",
                "Destinations",
                "HTTPClient", "JSON", "ObjectStorage", "Sync",
            ]),
        tests(
            "DestinationsTests",
            of: [
                "CloudAccess", "Connector", "DateTime", "Destinations", "HTTPClient", "JSON", "ObjectStorage",
                "Parquet",
                "Sync",
            ],
            data: ["read_files.py"]),
        tests("SyncTests", of: ["Sync", "Connector", "DateTime", "JSON"]),
        tests("CommandLineTests", of: ["Actions", "CommandLine", "Connector", "DateTime", "JSON", "Sync"]),
        tests("ActionsTests", of: ["Actions", "Connector", "DateTime", "JSON", "Sync"]),
        tests(
            "LambdaRuntimeTests",
            of: ["Actions", "bootstrap", "Connector", "JSON", "LambdaRuntime"], data: ["count_sheep.py"]),
        tests("LayeringTests", of: ["JSON"]),
        tests("EndToEndTests", of: ["curlew", "bootstrap", "JSON"]),
    ],
    cxxLanguageStandard: .cxx17
)
