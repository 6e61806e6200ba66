#include "CSimdJSON.h"

#include <memory>
#include <new>

#include <simdjson.h>

namespace {
// A little more than asked for, so that pages of nearly the same size do not allocate anew each time.
size_t roomy(size_t length) { return length + length / 4 + 1024; }
}  // namespace

struct curlew_json_parser {
    std::unique_ptr<simdjson::internal::dom_parser_implementation> implementation;
};

struct curlew_json_tape {
    simdjson::dom::document document;
};

size_t curlew_json_padding(void) { return simdjson::SIMDJSON_PADDING; }

size_t curlew_json_maximum_depth(void) { return simdjson::DEFAULT_MAX_DEPTH; }

curlew_json_parser *curlew_json_parser_create(void) {
    std::unique_ptr<curlew_json_parser> parser(new (std::nothrow) curlew_json_parser());
    if (!parser) return nullptr;
    auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(
        0, simdjson::DEFAULT_MAX_DEPTH, parser->implementation);
    return error ? nullptr : parser.release();
}

void curlew_json_parser_destroy(curlew_json_parser *parser) { delete parser; }

size_t curlew_json_parser_capacity(const curlew_json_parser *parser) { return parser->implementation->capacity(); }

curlew_json_tape *curlew_json_tape_create(void) { return new (std::nothrow) curlew_json_tape(); }

void curlew_json_tape_destroy(curlew_json_tape *tape) { delete tape; }

size_t curlew_json_tape_capacity(const curlew_json_tape *tape) { return tape->document.capacity(); }

const uint64_t *curlew_json_tape_words(const curlew_json_tape *tape) { return tape->document.tape.get(); }

const uint8_t *curlew_json_tape_strings(const curlew_json_tape *tape) { return tape->document.string_buf.get(); }

curlew_json_status curlew_json_parse(curlew_json_parser *parser, curlew_json_tape *tape, const uint8_t *text,
                                     size_t length) {
    if (length > simdjson::SIMDJSON_MAXSIZE_BYTES) return curlew_json_refused;
    size_t capacity = roomy(length);
    if (capacity > simdjson::SIMDJSON_MAXSIZE_BYTES) capacity = simdjson::SIMDJSON_MAXSIZE_BYTES;
    auto &implementation = *parser->implementation;
    if (implementation.capacity() < length && implementation.set_capacity(capacity)) return curlew_json_out_of_memory;
    if (tape->document.capacity() < length && tape->document.allocate(capacity)) return curlew_json_out_of_memory;
    return implementation.parse(text, length, tape->document) ? curlew_json_refused : curlew_json_success;
}
