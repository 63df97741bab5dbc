// SPDX-License-Identifier: Apache-2.0
#include "inspection_papers.hpp"

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <set>

#include "file_name.hpp"
#include "filing_pictures.hpp"
#include "filing_routes.hpp"
#include "inspection_documents.hpp"
#include "tocsin/documents/write.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;
using documents::Language;

enum Part : std::size_t { plan, approvals, plays, faults, summary, work, filed, pictures, papers };

/// Of all files together; an inspector takes it home on a USB stick or reads it over a slow line.
constexpr std::size_t kMostBytes = 150 << 20;

std::optional<std::string> bytesOf(fs::path const& path, Digest const& digest) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        return std::nullopt;
    }
    std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    return messages::sha256(bytes) == digest ? std::optional(std::move(bytes)) : std::nullopt;
}

class Collector {
public:
    Collector(FilingBook::State const& book, access::Principal const& who,
              InspectionWish const& wish)
        : book_(book), who_(who), wish_(wish), say_{wish.language} {}

    Result<InspectionPapers> collect() {
        for (auto const step :
             {&Collector::addPlan, &Collector::addCounted, &Collector::addApprovals,
              &Collector::addFiled, &Collector::addWork, &Collector::addActivityFiles}) {
            if (auto const done = (this->*step)(); !done) {
                return done.error();
            }
        }
        std::stable_sort(out_.papers.begin(), out_.papers.end(),
                         [](auto const& a, auto const& b) { return a.part < b.part; });
        return std::move(out_);
    }

private:
    void note(Part part, std::string chinese, std::string english) {
        out_.notes.at(part).push_back(say_(std::move(chinese), std::move(english)));
    }

    /// Under a name that is safe and nobody else's.
    void add(Part part, std::string const& stem, std::string const& ending, std::string bytes) {
        if (taken_ + bytes.size() > kMostBytes) {
            ++out_.leftOut;
            note(part, "文件“" + stem + ending + "”过大，未收入。",
                 "The file \"" + stem + ending + "\" had no room and is left out.");
            return;
        }
        taken_ += bytes.size();
        auto base = safeName(stem);
        base = base.empty() ? "file" : base;
        auto name = base + ending;
        for (int i = 2; !names_.emplace(part, name).second; ++i) {
            name = base + "-" + std::to_string(i) + ending;
        }
        out_.papers.push_back({part, std::move(name), std::move(bytes)});
    }

    Result<json::object> counted(char const* kind, ContentWish& used) const {
        PeriodWish period;
        period.activity = wish_.activity.handle;
        period.kind = kind;
        period.unit = wish_.unit;
        period.from = wish_.firstDay;
        period.to = wish_.lastDay;
        return madeContent(book_, who_, access::Permission::submitReports, period, used);
    }

    Result<> addForms(Part part, std::string const& stem, json::object const& content,
                      std::vector<std::string> const& formats) {
        FormsWish forms;
        forms.content = json::serialize(content);
        forms.stamp.version = book_.settings.version;
        forms.language = wish_.language;
        for (auto const& format : formats) {
            if (format == "pdf" && !book_.settings.print) {
                continue;
            }
            auto made = makeForm(book_, forms, format);
            if (!made) {
                return made.error();
            }
            add(part, stem, "." + format, std::move(made->bytes));
        }
        return {};
    }

    /// As PDF where documents are printed here, else as a page; and as a workbook if it has tables
    /// to go through.
    Result<> addDocument(Part part, std::string const& stem, documents::Document const& document,
                         bool workbook) {
        if (book_.settings.print) {
            auto pdf = book_.settings.print(documents::toPrint(document));
            if (!pdf) {
                return pdf.error();
            }
            add(part, stem, ".pdf", std::move(*pdf));
        } else {
            add(part, stem, ".html", documents::toHtml(document));
        }
        if (workbook) {
            auto bytes = documents::toXlsx(document);
            if (!bytes) {
                return bytes.error();
            }
            add(part, stem, ".xlsx", std::move(*bytes));
        }
        return {};
    }

    Result<> addPlan() {
        ContentWish used;
        auto const content = counted("plan", used);
        if (!content) {
            return content.error();
        }
        if (listIn(*content, "plan").empty()) {
            note(plan, "尚无已发布的播放计划。", "No plan of plays has been released.");
            return {};
        }
        return addForms(plan, say_("电子屏播放计划表", "Plan of plays"), *content,
                        {"pdf", "xlsx", "docx"});
    }

    /// Plays, faults, a summary as of now, and the pictures, from one count.
    Result<> addCounted() {
        ContentWish used;
        auto content = counted(wish_.whole ? "final" : "period", used);
        if (!content) {
            return content.error();
        }
        content_ = std::move(*content);
        if (listIn(content_, "screens").empty()) {
            note(plays, "本期没有应播的屏幕。", "No screen was ordered anything.");
        }
        if (auto const done = addForms(plays, say_("播放统计与明细", "Plays by screen and content"),
                                       content_, {"xlsx"});
            !done) {
            return done;
        }
        if (auto const done = addDocument(faults, say_("异常及处置", "Faults"),
                                          faultsDocument(content_, say_), true);
            !done) {
            return done;
        }
        if (auto const done = addForms(summary, say_("播放情况报告（草稿）", "Report (draft)"),
                                       content_, {"pdf", "docx"});
            !done) {
            return done;
        }
        addPictures();
        return {};
    }

    void addPictures() {
        auto const taken = picturesOf(book_, content_);
        std::size_t number = 0;
        eachIn(content_, "pictures", [&](json::object const& row) {
            auto const file = taken.files.find(textIn(row, "digest"));
            if (file != taken.files.end()) {
                auto const stem = std::to_string(++number) + "-" + textIn(row, "name") + "-" +
                                  file->first.substr(0, 8);
                add(pictures, stem, textIn(row, "type") == "image/png" ? ".png" : ".jpg",
                    file->second);
            }
        });
        if (number == 0) {
            note(pictures, "本期无佐证图片。", "There are no pictures.");
        }
        if (auto const more = taken.leftOut.size(); more > 0) {
            note(pictures, "另有" + std::to_string(more) + "张未收入。",
                 std::to_string(more) + " more pictures are left out.");
        }
    }

    /// A table of all, each campaign's form as it stands, and the papers that were signed.
    Result<> addApprovals() {
        std::vector<ApprovedCampaign> campaigns;
        auto const looked = book_.store.read([&](store::Tx const& tx) -> Result<> {
            campaigns = approvedCampaigns(tx, wish_.activity);
            return {};
        });
        if (!looked) {
            return looked.error();
        }
        if (campaigns.empty()) {
            note(approvals, "活动没有播放任务。", "The activity has no campaigns.");
            return {};
        }
        if (auto const done = addDocument(
                approvals, say_("审批一览", "Approvals"),
                approvalsDocument(campaigns, wish_.activity, textIn(content_, "as_of"), say_),
                true);
            !done) {
            return done;
        }
        for (auto const& campaign : campaigns) {
            if (!campaign.isApproved()) {
                note(approvals, "播放任务“" + campaign.title + "”没有有效审批。",
                     "The campaign \"" + campaign.title + "\" has no approval that holds.");
            }
            if (auto const done = addForm(campaign); !done) {
                return done;
            }
            addScans(campaign);
        }
        return {};
    }

    Result<> addForm(ApprovedCampaign const& campaign) {
        if (!book_.settings.approvalForm) {
            return {};
        }
        auto form = book_.settings.approvalForm(campaign.id, say_.isChinese());
        if (!form) {
            note(approvals, "“" + campaign.title + "”的审批单未能打印。",
                 "The form of \"" + campaign.title + "\" could not be printed.");
            return {};
        }
        add(approvals, say_("审批单-", "Form-") + campaign.title, ".pdf", std::move(*form));
        return {};
    }

    void addScans(ApprovedCampaign const& campaign) {
        for (auto const& approval : campaign.approvals) {
            if (!approval.scan) {
                continue;
            }
            auto const path = book_.settings.scan
                                  ? book_.settings.scan(*approval.scan)
                                  : Result<fs::path>(Error{Errc::notFound, "no scans here"});
            auto bytes = path ? bytesOf(*path, *approval.scan) : std::nullopt;
            if (!bytes) {
                note(approvals, "“" + campaign.title + "”的签字扫描件已不在。",
                     "The signed paper of \"" + campaign.title + "\" is gone.");
                continue;
            }
            auto const slash = approval.scanType.find('/');
            auto const ending = approval.scanType == "image/jpeg"
                                    ? std::string(".jpg")
                                    : "." + approval.scanType.substr(slash + 1);
            add(approvals, say_("签字件-", "Signed-") + campaign.title, ending, std::move(*bytes));
        }
    }

    /// What was filed, as it was filed: the newest revision of each, its PDF or else its DOCX. The
    /// summary that was filed takes the place of the draft.
    Result<> addFiled() {
        std::vector<store::Filing> all;
        auto const looked = book_.store.read([&](store::Tx const& tx) -> Result<> {
            all = tx.filings().of(wish_.activity.handle);
            return {};
        });
        if (!looked) {
            return looked.error();
        }
        std::set<std::int64_t> seen;  // the newest revision comes first
        bool any = false;
        for (auto const& filing : all) {
            if (filing.unit != wish_.unit || !filing.origin.empty() ||
                !seen.insert(filing.number).second) {
                continue;
            }
            any = true;
            bool const isSummary = wish_.whole && filing.kind == store::FilingKind::final;
            if (isSummary) {
                dropDraft();
                note(filed, "冻结的总结见5。", "The final report that was frozen is in part 5.");
            }
            addFrozen(isSummary ? summary : filed, filing, isSummary);
        }
        if (!any) {
            note(filed, "尚未冻结任何报送。", "Nothing has been frozen and filed yet.");
        }
        return {};
    }

    /// What it took is free for others.
    void dropDraft() {
        std::erase_if(out_.papers, [this](auto const& one) {
            bool const isDraft = one.part == summary;
            taken_ -= isDraft ? one.bytes.size() : 0;
            return isDraft;
        });
    }

    void addFrozen(Part part, store::Filing const& filing, bool all) {
        bool found = false;
        for (auto const* format : {"pdf", "docx"}) {
            for (auto const& form : filing.forms) {
                if (form.format != format || (found && !all)) {
                    continue;
                }
                auto bytes = bytesOf(book_.files.pathOf(form.digest), form.digest);
                if (!bytes) {
                    note(part, "“" + form.name + "”的文件已不在，需恢复备份。",
                         "The file \"" + form.name + "\" is gone; a backup has it.");
                    continue;
                }
                found = true;
                auto const stem = std::to_string(filing.number) + "-" +
                                  std::to_string(filing.revision) + " " +
                                  fs::path(form.name).stem().string();
                add(part, stem, std::string(".") + format, std::move(*bytes));
            }
        }
    }

    Result<> addWork() {
        std::vector<store::WorkRecord> records;
        auto const looked = book_.store.read([&](store::Tx const& tx) -> Result<> {
            records = tx.workRecords().of(wish_.activity.handle);
            return {};
        });
        if (!looked) {
            return looked.error();
        }
        std::set<std::int64_t> counted;
        eachIn(content_, "work",
               [&](json::object const& row) { counted.insert(numberIn(row, "number")); });
        std::erase_if(records, [&](auto const& one) { return !counted.contains(one.number); });
        if (records.empty()) {
            note(work, "本期无工作记录。", "No work was recorded.");
            return {};
        }
        PictureFiles files;
        for (auto const& record : records) {
            for (auto const& picture : record.pictures) {
                if (auto bytes = bytesOf(book_.works.pathOf(picture.digest), picture.digest)) {
                    files.emplace(picture.digest.hex(), std::move(*bytes));
                } else {
                    note(work, "记录" + std::to_string(record.number) + "有一张图片已不在。",
                         "A picture of record " + std::to_string(record.number) + " is gone.");
                }
            }
        }
        return addDocument(work, say_("工作记录（人工填报）", "Work records"),
                           workDocument(content_, records, files, say_), true);
    }

    /// 方案, 部署 …: the files that people gave to the activity's five parts.
    Result<> addActivityFiles() {
        bool any = false;
        for (auto const& part : wish_.activity.parts) {
            for (auto const& file : part.files) {
                auto const words = activities::partWords(part.part);
                auto bytes = bytesOf(book_.works.pathOf(file.digest), file.digest);
                if (!bytes) {
                    note(papers, "文件“" + file.name + "”已不在。",
                         "The file \"" + file.name + "\" is gone.");
                    continue;
                }
                any = true;
                auto const name = fs::path(file.name);
                auto const ending = safeName(
                    name.extension().string().empty() ? "" : name.extension().string().substr(1));
                add(papers, say_(words.chinese, words.english) + "-" + name.stem().string(),
                    ending.empty() ? "" : "." + ending, std::move(*bytes));
            }
        }
        if (!any) {
            note(papers, "活动五个部分未附文件。", "No files were given to the five parts.");
        }
        return {};
    }

    FilingBook::State const& book_;
    access::Principal const& who_;
    InspectionWish const& wish_;
    Speech say_;
    json::object content_;
    std::set<std::pair<std::size_t, std::string>> names_;
    std::size_t taken_ = 0;
    InspectionPapers out_;
};

}  // namespace

std::string inspectionPart(std::size_t part, Language language) {
    struct Words {
        char const *chinese, *english;
    };
    static constexpr std::array<Words, kInspectionParts> kWords{{{"计划", "Plan"},
                                                                 {"审批", "Approvals"},
                                                                 {"播放", "Plays"},
                                                                 {"异常及处置", "Faults"},
                                                                 {"总结", "Summary"},
                                                                 {"工作记录", "Work records"},
                                                                 {"已报送", "Filed"},
                                                                 {"佐证图片", "Pictures"},
                                                                 {"活动材料", "Papers"}}};
    auto const& words = kWords.at(part);
    return std::to_string(part + 1) + "-" +
           (language == Language::chinese ? words.chinese : words.english);
}

Result<InspectionPapers> inspectionPapers(FilingBook::State const& book,
                                          access::Principal const& who,
                                          InspectionWish const& wish) {
    return Collector(book, who, wish).collect();
}

}  // namespace tocsin::filing
