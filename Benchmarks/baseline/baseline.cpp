#include "baseline.h"

#include <string>

#include <simdjson.h>

namespace {
uint64_t visit(simdjson::dom::element element) {
    using simdjson::dom::element_type;
    switch (element.type()) {
        case element_type::ARRAY: {
            uint64_t sum = 0;
            for (auto child : element.get_array().value_unsafe()) sum += visit(child);
            return sum;
        }
        case element_type::OBJECT: {
            uint64_t sum = 0;
            for (auto member : element.get_object().value_unsafe()) sum += member.key.size() + visit(member.value);
            return sum;
        }
        case element_type::STRING: return element.get_string_length().value_unsafe();
        case element_type::INT64: return static_cast<uint64_t>(element.get_int64().value_unsafe());
        case element_type::UINT64: return element.get_uint64().value_unsafe();
        case element_type::DOUBLE: return element.get_double().value_unsafe() > 0;
        case element_type::BOOL: return element.get_bool().value_unsafe();
        default: return 1;
    }
}

// Keeps the compiler from lifting a round out of its loop.
void forget() { asm volatile("" ::: "memory"); }
}  // namespace

uint64_t baseline_parse(const uint8_t *text, size_t length, size_t rounds) {
    simdjson::dom::parser parser;
    uint64_t sum = 0;
    for (size_t round = 0; round < rounds; round++) {
        sum += static_cast<uint64_t>(parser.parse(text, length, false).value().type());
    }
    return sum;
}

uint64_t baseline_walk(const uint8_t *text, size_t length, size_t rounds) {
    simdjson::dom::parser parser;
    auto root = parser.parse(text, length, false).value();
    uint64_t sum = 0;
    for (size_t round = 0; round < rounds; round++) {
        forget();
        sum += visit(root);
    }
    return sum;
}

uint64_t baseline_write(const uint8_t *text, size_t length, size_t rounds) {
    simdjson::dom::parser parser;
    auto root = parser.parse(text, length, false).value();
    uint64_t written = 0;
    for (size_t round = 0; round < rounds; round++) {
        simdjson::internal::string_builder<> builder;
        builder.append(root);
        written += builder.str().size();
    }
    return written;
}
