// SPDX-License-Identifier: Apache-2.0
// SQLite's result codes, by what can be done about them.
#include "failure.hpp"

#include <sqlite3.h>

#include <cerrno>

namespace tocsin::store {
namespace {

bool diskIsFull(int extendedCode, int systemErrno) {
    int const code = extendedCode & 0xff;
    if (code == SQLITE_FULL || extendedCode == SQLITE_IOERR_SHMSIZE) {
        return true;
    }
    return (code == SQLITE_IOERR || code == SQLITE_CANTOPEN) &&
           (systemErrno == ENOSPC || systemErrno == EDQUOT || systemErrno == EFBIG);
}

}  // namespace

Error databaseError(std::filesystem::path const& file, int extendedCode, std::string const& message,
                    int systemErrno) {
    std::string const name = file.string();
    if (diskIsFull(extendedCode, systemErrno)) {
        return {Errc::exhausted, "the disk that holds " + name +
                                     " is full; nothing was changed; free space on it and try "
                                     "again"};
    }
    if (extendedCode == SQLITE_IOERR_CORRUPTFS) {
        return {Errc::damaged, name + ": the file system is damaged (" + message +
                                   "); repair it and restore a backup"};
    }
    switch (extendedCode & 0xff) {
        case SQLITE_NOTADB:
            return {Errc::damaged, name +
                                       " is not a Tocsin database; move it away, or restore a "
                                       "backup in its place"};
        case SQLITE_CORRUPT:
            return {Errc::damaged, name + " is damaged (" + message +
                                       "); stop the controller and restore a "
                                       "backup"};
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return {Errc::unavailable, name + " may not be written (" + message +
                                           "); check owner and mode of the file and its directory"};
        case SQLITE_CANTOPEN:
            if (systemErrno == EACCES || systemErrno == EROFS || systemErrno == EPERM) {
                return {Errc::unavailable,
                        name +
                            " may not be opened; check owner and mode of the file and its "
                            "directory"};
            }
            return {Errc::unavailable,
                    name + " cannot be opened (" + message + "); check that its directory exists"};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {Errc::unavailable,
                    name + " is held by another program; stop that program or try again"};
        case SQLITE_CONSTRAINT:
            return {Errc::conflict,
                    "something of this name or key is there already (" + message + ")"};
        default:
            return {Errc::unavailable, name + ": the database failed (" + message + ")"};
    }
}

}  // namespace tocsin::store
