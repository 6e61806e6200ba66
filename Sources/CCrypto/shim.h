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

static inline bool curlew_has_crc32c(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("sse4.2");
}

__attribute__((target("sse4.2"))) static inline uint32_t curlew_crc32c(uint32_t state, const uint8_t *bytes, size_t count) {
    uint64_t wide = state;
    for (; count >= 8; bytes += 8, count -= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        wide = __builtin_ia32_crc32di(wide, word);
    }
    state = (uint32_t)wide;
    for (; count > 0; bytes++, count--) state = __builtin_ia32_crc32qi(state, *bytes);
    return state;
}

#elif defined(__aarch64__)

#include <sys/auxv.h>

// HWCAP_CRC32 of the kernel.
static inline bool curlew_has_crc32c(void) { return getauxval(AT_HWCAP) & (1 << 7); }

__attribute__((target("crc"))) static inline uint32_t curlew_crc32c(uint32_t state, const uint8_t *bytes, size_t count) {
    for (; count >= 8; bytes += 8, count -= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        state = __builtin_arm_crc32cd(state, word);
    }
    for (; count > 0; bytes++, count--) state = __builtin_arm_crc32cb(state, *bytes);
    return state;
}

#else

static inline bool curlew_has_crc32c(void) { return false; }
static inline uint32_t curlew_crc32c(uint32_t state, const uint8_t *bytes, size_t count) { return state; }

#endif
