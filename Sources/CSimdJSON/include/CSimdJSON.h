// A C face for the two things the JSON module needs from C++: simdjson's DOM parser, whose tape and string buffer are
// handed out as they are, and the standard library's exact conversions between doubles and their shortest text.

#ifndef CURLEW_CSIMDJSON_H
#define CURLEW_CSIMDJSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The parser's scratch memory. It serves one parse at a time and may be reused for any number of documents.
typedef struct curlew_json_parser curlew_json_parser;

// The result of a parse: a tape of 64-bit words and the buffer its strings lie in. A new parse overwrites it.
typedef struct curlew_json_tape curlew_json_tape;

typedef enum curlew_json_status {
    curlew_json_success = 0,
    curlew_json_refused = 1,
    curlew_json_out_of_memory = 2,
} curlew_json_status;

// Bytes that must be readable behind the text given to `curlew_json_parse`.
size_t curlew_json_padding(void);
// Objects and arrays may be nested this deep.
size_t curlew_json_maximum_depth(void);

// NULL when there is no memory.
curlew_json_parser *curlew_json_parser_create(void);
void curlew_json_parser_destroy(curlew_json_parser *parser);
// The length of the longest text that it parses without allocating.
size_t curlew_json_parser_capacity(const curlew_json_parser *parser);

curlew_json_tape *curlew_json_tape_create(void);
void curlew_json_tape_destroy(curlew_json_tape *tape);
size_t curlew_json_tape_capacity(const curlew_json_tape *tape);
const uint64_t *curlew_json_tape_words(const curlew_json_tape *tape);
const uint8_t *curlew_json_tape_strings(const curlew_json_tape *tape);

curlew_json_status curlew_json_parse(curlew_json_parser *parser, curlew_json_tape *tape, const uint8_t *text,
                                     size_t length);

// Writes the shortest text that reads back as the same double, always recognisable as a double ("1.0", "1e+300"), and
// returns its length, at most `curlew_json_double_length`. The value must be finite.
enum { curlew_json_double_length = 32 };
size_t curlew_json_write_double(double value, uint8_t *text);

// Reads a JSON number as the nearest double. Returns 0 when it is too large for one.
int curlew_json_read_double(const uint8_t *text, size_t length, double *value);

#ifdef __cplusplus
}
#endif

#endif
