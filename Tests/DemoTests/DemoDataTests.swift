import DateTime
import JSON
import Testing

@testable import Demo

