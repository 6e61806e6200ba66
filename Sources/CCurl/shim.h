// libcurl takes options and returns information through variadic functions, which Swift cannot call. Here is one plain
// function for each type of value. Each refuses an option whose value is of another type, so that a wrong pairing is an
// error code and not a crash; the ranges that tell the types apart are part of libcurl's interface.

#ifndef CURLEW_CCURL_H
#define CURLEW_CCURL_H

#include <curl/curl.h>

static inline CURLcode curlew_curl_set_long(CURL *handle, CURLoption option, long value) {
    if (option >= CURLOPTTYPE_OBJECTPOINT) return CURLE_BAD_FUNCTION_ARGUMENT;
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curlew_curl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
    if (option < CURLOPTTYPE_OFF_T || option >= CURLOPTTYPE_BLOB) return CURLE_BAD_FUNCTION_ARGUMENT;
    return curl_easy_setopt(handle, option, value);
}

static inline int curlew_curl_takes_pointer(CURLoption option) {
    return option >= CURLOPTTYPE_OBJECTPOINT && option < CURLOPTTYPE_FUNCTIONPOINT;
}

// libcurl copies the text, except that of CURLOPT_POSTFIELDS. NULL takes the option back.
static inline CURLcode curlew_curl_set_text(CURL *handle, CURLoption option, const char *text) {
    if (!curlew_curl_takes_pointer(option)) return CURLE_BAD_FUNCTION_ARGUMENT;
    return curl_easy_setopt(handle, option, text);
}

// The list belongs to the caller and must outlive the transfer.
static inline CURLcode curlew_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *list) {
    if (!curlew_curl_takes_pointer(option)) return CURLE_BAD_FUNCTION_ARGUMENT;
    return curl_easy_setopt(handle, option, list);
}

// For the options that end in DATA, CURLOPT_PRIVATE, CURLOPT_ERRORBUFFER and CURLOPT_SHARE.
static inline CURLcode curlew_curl_set_pointer(CURL *handle, CURLoption option, void *pointer) {
    if (!curlew_curl_takes_pointer(option)) return CURLE_BAD_FUNCTION_ARGUMENT;
    return curl_easy_setopt(handle, option, pointer);
}

// For CURLOPT_CAINFO_BLOB and its like. The bytes are copied.
static inline CURLcode curlew_curl_set_bytes(CURL *handle, CURLoption option, const void *bytes, size_t length) {
    if (option < CURLOPTTYPE_BLOB) return CURLE_BAD_FUNCTION_ARGUMENT;
    struct curl_blob blob = {(void *)bytes, length, CURL_BLOB_COPY};
    return curl_easy_setopt(handle, option, &blob);
}

static inline CURLcode curlew_curl_set_write_function(CURL *handle, curl_write_callback function) {
    return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, function);
}

static inline CURLcode curlew_curl_set_header_function(CURL *handle, curl_write_callback function) {
    return curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, function);
}

static inline CURLcode curlew_curl_set_read_function(CURL *handle, curl_read_callback function) {
    return curl_easy_setopt(handle, CURLOPT_READFUNCTION, function);
}

static inline CURLcode curlew_curl_set_seek_function(CURL *handle, curl_seek_callback function) {
    return curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, function);
}

static inline CURLcode curlew_curl_long(CURL *handle, CURLINFO information, long *value) {
    if ((information & CURLINFO_TYPEMASK) != CURLINFO_LONG) return CURLE_BAD_FUNCTION_ARGUMENT;
    return curl_easy_getinfo(handle, information, value);
}

static inline CURLcode curlew_curl_offset(CURL *handle, CURLINFO information, curl_off_t *value) {
    if ((information & CURLINFO_TYPEMASK) != CURLINFO_OFF_T) return CURLE_BAD_FUNCTION_ARGUMENT;
    return curl_easy_getinfo(handle, information, value);
}

// The text belongs to the handle, and is NULL when there is none. CURLINFO_PRIVATE is asked for as a pointer instead.
static inline CURLcode curlew_curl_text(CURL *handle, CURLINFO information, const char **text) {
    if ((information & CURLINFO_TYPEMASK) != CURLINFO_STRING || information == CURLINFO_PRIVATE) {
        return CURLE_BAD_FUNCTION_ARGUMENT;
    }
    return curl_easy_getinfo(handle, information, text);
}

// What CURLOPT_PRIVATE was set to.
static inline void *curlew_curl_private(CURL *handle) {
    char *pointer = NULL;
    return curl_easy_getinfo(handle, CURLINFO_PRIVATE, &pointer) == CURLE_OK ? pointer : NULL;
}

static inline CURLMcode curlew_curl_multi_set_long(CURLM *handle, CURLMoption option, long value) {
    if (option >= CURLOPTTYPE_OBJECTPOINT) return CURLM_BAD_FUNCTION_ARGUMENT;
    return curl_multi_setopt(handle, option, value);
}

static inline CURLSHcode curlew_curl_share(CURLSH *handle, curl_lock_data data) {
    return curl_share_setopt(handle, CURLSHOPT_SHARE, data);
}

static inline CURLSHcode curlew_curl_share_set_locks(CURLSH *handle, curl_lock_function lock,
                                                     curl_unlock_function unlock, void *context) {
    CURLSHcode code = curl_share_setopt(handle, CURLSHOPT_LOCKFUNC, lock);
    if (code == CURLSHE_OK) code = curl_share_setopt(handle, CURLSHOPT_UNLOCKFUNC, unlock);
    if (code == CURLSHE_OK) code = curl_share_setopt(handle, CURLSHOPT_USERDATA, context);
    return code;
}

#endif
