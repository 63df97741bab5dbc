// SPDX-License-Identifier: Apache-2.0
#include "tocsin/audit/trail_check.hpp"

#include <charconv>

#include "tocsin/store/audit_chain.hpp"

namespace tocsin::audit {
namespace {

constexpr std::size_t kPage = 10'000;

/// "row 7", "rows 7 to 9"
std::string rowsText(std::int64_t first, std::int64_t last) {
    return first == last ? "row " + std::to_string(first)
                         : "rows " + std::to_string(first) + " to " + std::to_string(last);
}

std::string rowsChinese(std::int64_t first, std::int64_t last) {
    return first == last ? "第 " + std::to_string(first) + " 条"
                         : "第 " + std::to_string(first) + " 至 " + std::to_string(last) + " 条";
}

}  // namespace

std::string toText(Head const& head) {
    return std::to_string(head.number) + ":" + head.chain.hex();
}

Result<Head> headFrom(std::string const& text) {
    Head out;
    auto const colon = text.find(':');
    auto const* const begin = text.data();
    auto const* const stop = begin + (colon == std::string::npos ? text.size() : colon);
    auto const [end, failed] = std::from_chars(begin, stop, out.number);
    auto const chain =
        colon == std::string::npos ? std::nullopt : Digest::fromHex(text.substr(colon + 1));
    if (failed != std::errc() || end != stop || out.number < 1 || !chain) {
        return Error{Errc::invalid,
                     "\"" + text.substr(0, 80) +
                         "\" is no head of an audit trail; write it as it was printed: the number "
                         "of a row, a colon, and 64 hexadecimal digits"};
    }
    out.chain = *chain;
    return out;
}

Break begunAnew(std::int64_t number) {
    auto const last = number - 1;
    return {number,
            "the signed heads were begun anew with row " + std::to_string(number) +
                ": the file of those before was removed, emptied or cut off, so no signature of "
                "their time vouches for " +
                rowsText(1, last) + "; compare with an export, or a head that was noted elsewhere",
            "签名校验值自第 " + std::to_string(number) +
                " 条起重新建立：此前的签名校验值文件被删除、清空或截断，" + rowsChinese(1, last) +
                "没有当时的签名可证；请与另存的导出文件或记录的校验值核对"};
}

void TrailCheck::breakAt(std::int64_t number, std::string english, std::string chinese) {
    if (!broken_) {
        broken_ = Break{number, std::move(english), std::move(chinese)};
    }
}

TrailCheck::TrailCheck(std::optional<Head> known) {
    if (known) {
        expect(*known, "was noted", "曾被记录");
    }
}

void TrailCheck::expect(Head const& head, std::string english, std::string chinese) {
    known_.emplace(head.number, Noted{head.chain, std::move(english), std::move(chinese)});
}

void TrailCheck::beginAfter(Head const& before) {
    head_ = before;
    compareWithKnown();
}

void TrailCheck::compareWithKnown() {
    auto const [first, last] = known_.equal_range(head_.number);
    for (auto one = first; one != last; ++one) {
        if (one->second.chain == head_.chain) {
            continue;
        }
        breakAt(head_.number,
                rowsText(1, head_.number) + " are not those that were noted: row " +
                    std::to_string(head_.number) + " " + one->second.english +
                    " with another digest, so the trail was made anew before or at this row",
                rowsChinese(1, head_.number) + "与所记录的校验值不符（第 " +
                    std::to_string(head_.number) + " 条" + one->second.chinese +
                    "，校验值不同）：此前的日志被重写过");
    }
}

void TrailCheck::take(store::AuditRow const& row) {
    if (row.number > head_.number + 1) {
        breakAt(head_.number + 1, rowsText(head_.number + 1, row.number - 1) + " missing",
                rowsChinese(head_.number + 1, row.number - 1) + "缺失");
    } else if (row.number != head_.number + 1) {
        breakAt(row.number, rowsText(row.number, row.number) + " stands at the wrong place",
                rowsChinese(row.number, row.number) + "位置不对");
    } else if (store::chained(head_.chain, row) != row.chain) {
        breakAt(row.number,
                rowsText(row.number, row.number) +
                    " was altered, or came in by another way than "
                    "the controller",
                rowsChinese(row.number, row.number) + "被改动，或不是由控制器写入");
    }
    if (!anew_ && row.entry.action == kHeadsBegunAnew) {
        anew_ = begunAnew(row.number);
    }
    ++rows_;
    head_ = {row.number, row.chain};
    compareWithKnown();
}

void TrailCheck::end(std::int64_t lastNumber) {
    if (lastNumber > head_.number) {
        breakAt(head_.number + 1, rowsText(head_.number + 1, lastNumber) + " missing at the end",
                rowsChinese(head_.number + 1, lastNumber) + "缺失（位于末尾）");
    }
    if (auto const next = known_.upper_bound(head_.number); next != known_.end()) {
        auto const& [number, noted] = *known_.rbegin();
        breakAt(head_.number + 1,
                "the trail ends with row " + std::to_string(head_.number) + ", but row " +
                    std::to_string(number) + " " + noted.english,
                "日志止于第 " + std::to_string(head_.number) + " 条，而第 " +
                    std::to_string(number) + " 条" + noted.chinese);
    }
    if (!broken_) {
        broken_ = anew_;
    }
}

Result<TrailCheck> checkTrail(store::Store const& store, std::optional<Head> const& known) {
    return checkTrail(store, TrailCheck(known));
}

Result<TrailCheck> checkTrail(store::Store const& store, TrailCheck check) {
    // One look, so that no row comes between.
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        store::AuditQuery query;
        query.most = kPage;
        while (true) {
            auto const page = tx.audit().rows(query);
            for (auto const& row : page) {
                check.take(row);
            }
            if (page.size() < kPage) {
                break;
            }
            query.after = page.back().number;
        }
        check.end(tx.audit().lastNumber());
        return {};
    });
    return looked ? Result<TrailCheck>(std::move(check)) : looked.error();
}

}  // namespace tocsin::audit
