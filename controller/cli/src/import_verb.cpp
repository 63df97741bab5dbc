// SPDX-License-Identifier: Apache-2.0
// tocsin screen import
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <cstring>
#include <map>
#include <ostream>

#include "language.hpp"
#include "render.hpp"
#include "screen_table.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kImport[] = "/api/v1/screens/import";
constexpr std::string_view kMark = "\xEF\xBB\xBF";

/// The file with the tokens: made before they are, for nobody but its owner, and never over
/// another.
class TokenFile {
public:
    explicit TokenFile(std::string path) : path_(std::move(path)) {
        number_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
        if (number_ < 0) {
            throw CommandFailure(ExitCode::failure, "cannot make " + path_ + ": " +
                                                        std::strerror(errno) +
                                                        "; name a file that is not there yet");
        }
    }
    ~TokenFile() {
        ::close(number_);
        if (!kept_) {
            ::unlink(path_.c_str());
        }
    }
    TokenFile(TokenFile const&) = delete;
    TokenFile& operator=(TokenFile const&) = delete;

    void write(std::string_view bytes) {
        kept_ = true;  // also in part: these tokens are shown nowhere else
        while (!bytes.empty()) {
            auto const count = ::write(number_, bytes.data(), bytes.size());
            if (count < 0 && errno != EINTR) {
                fail();
            }
            bytes.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
        }
        if (::fsync(number_) != 0) {
            fail();
        }
    }

private:
    [[noreturn]] void fail() const {
        throw CommandFailure(ExitCode::failure,
                             "cannot write " + path_ + ": " + std::strerror(errno) +
                                 "; the screens are there: give those that it does not name new "
                                 "tokens with tocsin screen token");
    }
    std::string path_;
    int number_ = -1;
    bool kept_ = false;
};

boost::json::object bodyOf(ScreenImport const& order, ScreenTable const& table, bool dryRun) {
    boost::json::array screens;
    for (auto const& row : table.rows) {
        screens.emplace_back(row.screen);
    }
    return {{"screens", std::move(screens)},
            {"dry_run", dryRun},
            {"update", order.update},
            {"days", order.days}};
}

/// What the controller finds wrong joins what was found in the file.
void addFaults(ScreenTable& table, Json const& report) {
    for (auto const& error : elements(report, "errors")) {
        auto const row = static_cast<std::size_t>(integer(error, "row"));
        table.faults.push_back({row < table.rows.size() ? table.rows[row].line : 0,
                                table.columnOf(text(error, "field")), text(error, "message")});
    }
    std::stable_sort(table.faults.begin(), table.faults.end(),
                     [](auto const& a, auto const& b) { return a.line < b.line; });
}

void printFaults(Context const& context, std::string const& file, ScreenTable const& table) {
    for (auto const& fault : table.faults) {
        context.err << "tocsin: "
                    << printable(fmt::format(
                           fmt::runtime(say(context.environment.language, Text::importFault)), file,
                           fault.line, fault.column, fault.message))
                    << '\n';
    }
}

std::map<std::string, int> countsOf(Json const& report) {
    std::map<std::string, int> out;
    for (auto const& item : elements(report, "items")) {
        ++out[text(item, "action")];
    }
    return out;
}

std::string summaryOf(Json const& report, bool dryRun, Language language) {
    auto counts = countsOf(report);
    return fmt::format(fmt::runtime(say(language, dryRun ? Text::importWould : Text::importDone)),
                       counts["add"], counts["update"], counts["unchanged"], counts["exists"]) +
           "\n";
}

/// For carrying to the sites: what to start on which computer.
std::string tokensCsv(ScreenTable const& table, Json const& report, std::string const& address,
                      Language language) {
    std::string out(kMark);
    out += language == Language::chinese ? "编号,名称,单位,尺寸,令牌,有效期至,启动命令\r\n"
                                         : "screen,name,unit,size,token,expires,command\r\n";
    for (auto const& item : elements(report, "items")) {
        auto const row = static_cast<std::size_t>(integer(item, "row"));
        auto const token = text(item, "token");
        if (token.empty() || row >= table.rows.size()) {
            continue;
        }
        auto const& said = table.rows[row];
        Json const screen = said.screen;
        auto const command = fmt::format(
            "tocsin-player --controller {} --token {} --data /var/lib/tocsin-player "
            "--size {} --sink window",
            address, token, said.size);
        std::string line;
        for (auto const& cell : {text(item, "id"), text(screen, "name"), text(screen, "unit"),
                                 said.size, token, text(item, "expires"), command}) {
            line += (line.empty() ? "" : ",") + safeCell(cell);
        }
        out += line + "\r\n";
    }
    return out;
}

/// Where the answer was lost, nobody can tell whether it was done.
Reply send(ScreenImport const& order, ScreenTable const& table, Context const& context) {
    try {
        return context.client.post(kImport, bodyOf(order, table, false));
    } catch (CommandFailure const& failure) {
        if (failure.code() != ExitCode::unreachable) {
            throw;
        }
        throw CommandFailure(failure.code(), std::string(failure.what()) + "; " +
                                                 std::string(say(context.environment.language,
                                                                 Text::importAnswerLost)));
    }
}

bool hasTokens(Json const& report) {
    auto const items = elements(report, "items");
    return std::any_of(items.begin(), items.end(),
                       [](auto const& item) { return !text(item, "token").empty(); });
}

/// They stand in the file and nowhere else.
void eraseTokens(Reply& reply) {
    for (auto& item : reply.document.at("items").as_array()) {
        item.as_object().erase("token");
    }
    reply.body = boost::json::serialize(reply.document);
}

}  // namespace

ExitCode perform(ScreenImport const& order, Context const& context) {
    auto const language = context.environment.language;
    if (!order.dryRun && order.out.empty()) {
        throw CommandFailure(ExitCode::usage,
                             "say with --out where the tokens are to be written, or --dry-run");
    }
    auto table = readScreenTable(order.file, readWholeFile(order.file));
    auto const looked = context.client.post(kImport, bodyOf(order, table, true));
    addFaults(table, looked.document);
    if (!table.faults.empty()) {
        printFaults(context, order.file, table);
        throw CommandFailure(
            ExitCode::failure,
            fmt::format(fmt::runtime(say(language, Text::importWrong)), table.faults.size()));
    }
    if (order.dryRun) {
        print(context, looked, summaryOf(looked.document, true, language));
        return ExitCode::ok;
    }
    TokenFile file(order.out);
    auto reply = send(order, table, context);
    bool const any = hasTokens(reply.document);
    if (any) {
        auto const address = order.address.empty() ? context.client.address() : order.address;
        file.write(tokensCsv(table, reply.document, address, language));
        eraseTokens(reply);
    }
    print(context, reply, summaryOf(reply.document, false, language));
    context.err << printable(
                       any ? fmt::format(fmt::runtime(say(language, Text::importTokens)), order.out)
                           : std::string(say(language, Text::importNoTokens)))
                << '\n';
    return ExitCode::ok;
}

}  // namespace tocsin::cli
