// SPDX-License-Identifier: Apache-2.0
// One connection to the database with its prepared statements. Used by one thread at a time.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::store {

class Connection;

/// A prepared statement in use: bind, then step through its rows, reading columns from left to
/// right. Resets the statement when it goes out of scope. Throws Failure.
class Query {
public:
    Query(Connection& connection, SQLite::Statement& statement);
    ~Query();
    Query(Query const&) = delete;
    Query& operator=(Query const&) = delete;

    /// Binds the next parameters in order.
    template <class... Values>
    Query& with(Values const&... values) {
        (bind(values), ...);
        return *this;
    }
    /// The next row; false after the last one.
    bool step();
    /// For statements without rows.
    void run();

    [[nodiscard]] std::int64_t integer();
    [[nodiscard]] int smallInteger() { return static_cast<int>(integer()); }
    [[nodiscard]] bool flag() { return integer() != 0; }
    [[nodiscard]] std::optional<std::int64_t> maybeInteger();
    [[nodiscard]] std::optional<double> maybeReal();
    [[nodiscard]] std::string text();
    [[nodiscard]] std::optional<std::string> maybeText();
    [[nodiscard]] Instant instant() { return fromMillis(integer()); }
    [[nodiscard]] std::optional<Instant> maybeInstant();
    [[nodiscard]] Digest digest() { return bytes32<Digest>(); }
    [[nodiscard]] std::optional<Digest> maybeDigest() { return maybe<Digest>(); }
    [[nodiscard]] std::vector<Digest> digests();
    [[nodiscard]] std::optional<messages::PublicKey> maybeKey() {
        return maybe<messages::PublicKey>();
    }

private:
    void bind(std::int64_t value);
    void bind(int value) { bind(static_cast<std::int64_t>(value)); }
    void bind(bool value) { bind(static_cast<std::int64_t>(value)); }
    void bind(std::size_t value) { bind(static_cast<std::int64_t>(value)); }
    void bind(double value);
    void bind(Instant value) { bind(toMillis(value)); }
    void bind(Milliseconds value) { bind(static_cast<std::int64_t>(value.count())); }
    void bind(std::string const& value);
    void bind(std::string_view value) { bind(std::string(value)); }
    void bind(char const* value) { bind(std::string(value)); }
    void bind(Digest const& value) { bindBlob({data(value.bytes), value.bytes.size()}); }
    /// As one blob, one behind the other.
    void bind(std::vector<Digest> const& values);
    void bind(messages::PublicKey const& value) {
        bindBlob({data(value.bytes), value.bytes.size()});
    }
    template <class T>
    void bind(std::optional<T> const& value) {
        if (value) {
            bind(*value);
        } else {
            ++bound_;  // cleared bindings are null
        }
    }
    void bindBlob(std::string_view bytes);
    template <class Array>
    static char const* data(Array const& bytes) {
        return reinterpret_cast<char const*>(bytes.data());
    }
    void copy32(void* out);
    template <class T>
    T bytes32() {
        T out;
        static_assert(sizeof out.bytes == 32);
        copy32(out.bytes.data());
        return out;
    }
    template <class T>
    std::optional<T> maybe() {
        if (statement_->getColumn(column_).isNull()) {
            ++column_;
            return std::nullopt;
        }
        return bytes32<T>();
    }

    Connection* connection_;
    SQLite::Statement* statement_;
    int bound_ = 0;
    int column_ = 0;
};

class Connection {
public:
    enum class Mode { write, read };
    /// Opens the file; writing creates it. Throws Failure.
    Connection(std::filesystem::path file, Mode mode);

    /// The statement of this text, prepared once. A text may be in use once at a time.
    [[nodiscard]] Query query(char const* sql);
    /// Statements without parameters and rows. Throws Failure.
    void execute(std::string const& sql);
    [[nodiscard]] bool inTransaction();
    /// Ends a transaction without keeping its changes; never throws.
    void rollBack() noexcept;
    [[nodiscard]] Failure failure(int code);

private:
    std::filesystem::path file_;
    std::unique_ptr<SQLite::Database> database_;
    // Keyed by the literal's address first: every call site passes the same pointer each time.
    std::unordered_map<char const*, std::unique_ptr<SQLite::Statement>> statements_;
};

}  // namespace tocsin::store
