package import Connector

/// The connectors that are part of the program, in the order they are listed.
///
/// What `curlew list` shows stands here as well as in the files, so that listing loads none of them; a test compares the
/// two.
package enum BuiltInConnectors {
    package static let all: [EmbeddedConnector] = [
        connector(
            "stripe", category: "Payments",
            "Payments, customers, billing, payouts and disputes of a Stripe account"
        ) { PackageResources.stripe_yaml },
        connector(
            "openai", aliases: ["openai-billing"], category: "AI/ML",
            "Usage, costs, projects and people of an OpenAI organization"
        ) { PackageResources.openai_yaml },
        connector(
            "anthropic", aliases: ["anthropic-billing"], category: "AI/ML",
            "Usage, costs, workspaces and people of an Anthropic organization"
        ) { PackageResources.anthropic_yaml },
        connector(
            "cloudflare", aliases: ["cloudflare-billing"], category: "Infrastructure",
            "Billing, usage, zones and products of a Cloudflare account"
        ) { PackageResources.cloudflare_yaml },
        connector(
            "github", aliases: ["github-billing"], category: "Developer Tools",
            "Billing, Copilot seats, members and repositories of a GitHub organization"
        ) { PackageResources.github_yaml },
        connector(
            "salesforce", category: "CRM", "Objects of a Salesforce org through SOQL queries of the REST API"
        ) { PackageResources.salesforce_yaml },
        connector(
            "salesforce-bulk", category: "CRM", "Large objects of a Salesforce org through Bulk API 2.0"
        ) { PackageResources.salesforce_bulk_yaml },
        connector(
            "hubspot", category: "CRM", "CRM objects, engagements and marketing data of a HubSpot account"
        ) { PackageResources.hubspot_yaml },
        connector(
            "shopify", category: "E-commerce", "Orders, products, customers and stock of a Shopify shop"
        ) { PackageResources.shopify_yaml },
        connector(
            "zendesk", category: "Support", "Tickets, users, organizations and settings of a Zendesk account"
        ) { PackageResources.zendesk_yaml },
        connector(
            "demo", category: "Demo", "A made-up shop of any size, served by the program itself: no account, no network"
        ) { PackageResources.demo_yaml },
    ]

    private static func connector(
        _ name: String, aliases: [String] = [], category: String, _ description: String,
        text: @escaping @Sendable () -> [UInt8]
    ) -> EmbeddedConnector {
        EmbeddedConnector(
            summary: ConnectorSummary(name: name, aliases: aliases, category: category, description: description),
            text: text)
    }
}
