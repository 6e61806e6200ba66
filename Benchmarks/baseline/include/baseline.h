// What the JSON module is measured against: simdjson used directly from C++.

#ifndef CURLEW_BASELINE_H
#define CURLEW_BASELINE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Parses the padded text `rounds` times and returns a checksum.
uint64_t baseline_parse(const uint8_t *text, size_t length, size_t rounds);
// Visits every value of the parsed text `rounds` times through simdjson's own iterators and returns a checksum.
uint64_t baseline_walk(const uint8_t *text, size_t length, size_t rounds);
// Writes the parsed text back `rounds` times with simdjson's own minifying writer and returns the bytes written.
uint64_t baseline_write(const uint8_t *text, size_t length, size_t rounds);

#ifdef __cplusplus
}
#endif

#endif
