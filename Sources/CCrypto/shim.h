#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// The processor's instruction for CRC-32C, where it has one.

#if defined(__x86_64__)

#define CURLEW_CRC32C __attribute__((target("sse4.2"))) static inline
#define CURLEW_CRC32C_WORD __builtin_ia32_crc32di
#define CURLEW_CRC32C_BYTE __builtin_ia32_crc32qi

static inline bool curlew_has_crc32c(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("sse4.2");
}

#elif defined(__aarch64__)

#include <sys/auxv.h>

#define CURLEW_CRC32C __attribute__((target("crc"))) static inline
#define CURLEW_CRC32C_WORD __builtin_arm_crc32cd
#define CURLEW_CRC32C_BYTE __builtin_arm_crc32cb

// HWCAP_CRC32 of the kernel.
static inline bool curlew_has_crc32c(void) { return getauxval(AT_HWCAP) & (1 << 7); }

#endif

#if defined(CURLEW_CRC32C)

static inline uint64_t curlew_word(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, 8);
    return word;
}

CURLEW_CRC32C uint32_t curlew_crc32c(uint32_t state, const uint8_t *bytes, size_t count) {
    for (; count >= 8; bytes += 8, count -= 8) state = (uint32_t)CURLEW_CRC32C_WORD(state, curlew_word(bytes));
    for (; count > 0; bytes++, count--) state = CURLEW_CRC32C_BYTE(state, *bytes);
    return state;
}

// Three runs of `count` bytes, a multiple of eight, one behind the other in memory. The instruction takes three cycles, and one can
// begin in each. Returns the state behind the first run; the others begin at zero.
CURLEW_CRC32C uint32_t curlew_crc32c_of_three(
    uint32_t state, uint32_t *second, uint32_t *third, const uint8_t *bytes, size_t count) {
    uint32_t states[3] = {state, 0, 0};
    for (size_t place = 0; place < count; place += 8) {
        states[0] = (uint32_t)CURLEW_CRC32C_WORD(states[0], curlew_word(bytes + place));
        states[1] = (uint32_t)CURLEW_CRC32C_WORD(states[1], curlew_word(bytes + count + place));
        states[2] = (uint32_t)CURLEW_CRC32C_WORD(states[2], curlew_word(bytes + 2 * count + place));
    }
    *second = states[1];
    *third = states[2];
    return states[0];
}

#else

static inline bool curlew_has_crc32c(void) { return false; }
static inline uint32_t curlew_crc32c(uint32_t state, const uint8_t *bytes, size_t count) { return state; }
static inline uint32_t curlew_crc32c_of_three(
    uint32_t state, uint32_t *second, uint32_t *third, const uint8_t *bytes, size_t count) {
    return state;
}

#endif
