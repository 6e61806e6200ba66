#include "CSimdJSON.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>

size_t curlew_json_write_double(double value, uint8_t *text) {
    char *begin = reinterpret_cast<char *>(text);
    char *end = begin + curlew_json_double_length;
    double magnitude = std::fabs(value);
    bool plain = magnitude == 0 || (magnitude >= 1e-5 && magnitude < 1e16);
    auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
    char *last = std::to_chars(begin, end, value, format).ptr;
    if (plain && std::memchr(begin, '.', static_cast<size_t>(last - begin)) == nullptr) {
        *last++ = '.';
        *last++ = '0';
    }
    return static_cast<size_t>(last - begin);
}

int curlew_json_read_double(const uint8_t *text, size_t length, double *value) {
    const char *begin = reinterpret_cast<const char *>(text);
    if (std::from_chars(begin, begin + length, *value).ec == std::errc()) return 1;
    // Out of range: too large, or so small that zero is the nearest double.
    *value = std::strtod(std::string(begin, length).c_str(), nullptr);
    return std::isfinite(*value);
}
