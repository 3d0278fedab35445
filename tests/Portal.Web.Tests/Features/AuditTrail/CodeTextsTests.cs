using System.Security.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Portal.Features.AccessReviews;
using Portal.Features.AuditTrail;
using Portal.Features.AuditTrail.Exports;
using Portal.Features.Findings;
using Portal.Features.Findings.Reports;
using Portal.Features.Policies;
using Portal.Features.Staff;
using Portal.Features.Staff.Import;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;
using Portal.Kernel.Outbound;
using Portal.Web.Components.Public;
using Portal.Web.Features.AccessReviews;
using Portal.Web.Features.AuditTrail;
using Portal.Web.Features.AuditTrail.Pictures;
using Portal.Web.Features.Findings;
using Portal.Web.Features.Policies;
using Portal.Web.Features.Staff;
using Portal.Web.Tests.Features.Patients;

namespace Portal.Web.Tests.Features.AuditTrail;

/// <summary>Each code that a screen shows has its words: where one is missing, the screen would show the code.</summary>
public sealed class CodeTextsTests : PartsContext
{
    private static readonly string[] Breaks = ["edited", "deleted", "inserted", "reordered", "tail cut", "checkpoint replaced"];

    [Fact]
    public void Codes_of_the_log_have_words() => Missing<AuditTexts>(
    [
        .. Of<AuditExportFormat>("Format.{0}", "Format.Text.{0}"), .. Of<AuditExportReason>("ExportReason.{0}"), .. Of<AuditExportState>("ExportState.{0}"),
        .. Of<VerifyScope>("Choose.{0}", "Choose.{0}.Text"), .. Of<PictureKind>("Pictures.{0}"), .. Breaks.SelectMany(kind => new[] { $"Kind.{kind}", $"Kind.Text.{kind}", $"Do.Kind.{kind}" }),
        "Kind.unknown", "Kind.Text.unknown", .. ((string[])["failed", "damaged", "too-slow", "no-space", "too-many"]).Select(code => $"ExportFailure.{code}"),
    ]).ShouldBeEmpty();

    [Fact]
    public void Codes_of_findings_and_reports_have_words() => Missing<FindingTexts>(
    [
        .. Of<FindingKind>("Kind.{0}", "Kind.{0}.Text"), .. Of<FindingOutcome>("Outcome.{0}", "Outcome.{0}.Text"), .. Of<ReviewResult>("Result.{0}"), .. Of<FindingSeverity>("Severity.{0}"),
        .. Of<FindingState>("State.{0}"), .. Of<FindingAge>("Age.{0}"), .. Of<ReportKind>("Report.{0}"), .. Of<ScheduleChange>("Schedule.{0}.Done"), .. Of<MakeResult>("Schedule.Make.{0}"),
    ]).ShouldBeEmpty();

    [Fact]
    [Trait("Norm", "164.308(a)(4)")]
    public void Each_permission_is_said_in_words() => Missing<PublicTexts>(Of<Permission>("May.{0}")).ShouldBeEmpty();

    [Fact]
    public void Codes_of_policies_have_words()
    {
        Missing<PolicyTexts>(
        [
            .. Of<PolicyKind>("Kind.{0}", "Kind.{0}.Text"), .. Of<AcknowledgeResult>("Acknowledged.{0}"), .. Of<SignResult>("Signed.{0}").Where(key => key != "Signed.Signed"),
        ]).ShouldBeEmpty();
        Missing<AuditTexts>([.. Of<AcknowledgeResult>("Reason.policy-{0}").Where(key => key is not ("Reason.policy-Done" or "Reason.policy-NotFound"))]).ShouldBeEmpty();
        Enum.GetValues<PolicyKind>().ShouldAllBe(kind => PolicyWords.KindOf(PolicyWords.NameOf(kind)) == kind);
    }

    [Fact]
    public void Codes_of_the_staff_directory_have_words()
    {
        Missing<StaffTexts>(
        [
            .. Of<StaffOutcome>("Outcome.{0}"), .. Of<StaffField>("Field.{0}"), .. Of<Employment>("Employment.{0}"), .. Of<StaffLineKind>("Line.{0}", "Import.Count.{0}"),
            .. ((string[])["encoding", "no-lines", "unknown-column", "column-twice", "missing-column", "too-many"]).Select(code => $"File.{code}"),
            .. ((string[])["quote", "cells", "number", "twice", "name", "department", "team", "profession", "licence", "email", "phone", "manager", "circle", "damaged", "employed-from", "employed-to"])
                .Select(code => $"Refused.{code}"),
        ]).ShouldBeEmpty();
        Missing<AuditTexts>([.. Of<StaffField>("StaffField.{0}"), .. Of<StaffOutcome>("Reason.directory-{0}").Where(key => key != "Reason.directory-Done")]).ShouldBeEmpty();
    }

    [Fact]
    public void Codes_of_access_reviews_have_words()
    {
        Missing<ReviewTexts>(
        [
            .. Of<ReviewScope>("Scope.{0}"), .. Of<ReviewState>("State.{0}"), .. Of<LineState>("Line.{0}"), .. Of<LineMarks>("Mark.{0}"), .. Of<ReviewPart>("Part.{0}", "Part.{0}.Empty"),
            .. Of<LineWhat>("Do.{0}", "Said.{0}", "Form.{0}", "Form.{0}.Text", "Form.{0}.Do"), .. Of<ReviewOutcome>("Outcome.{0}").Where(key => key != "Outcome.Done"),
        ]).ShouldBeEmpty();
        Missing<AuditTexts>(
        [
            .. Of<ReviewOutcome>("Reason.access-{0}").Where(key => key is not ("Reason.access-Done" or "Reason.access-Overtaken")),
            .. ((string[])["kept", "revoked", "delegated", "overtaken", "suspended", "escalated", "reviewers", "listed"]).Select(code => $"Reason.access-{code}"),
        ]).ShouldBeEmpty();
    }

    [Fact]
    public void Reasons_why_a_copy_does_not_get_out_have_words() => Missing<FindingTexts>(
        new Exception[] { new HttpRequestException(), new AuthenticationException(), new TimeoutException(), new OutboundRefusedException(), new UnauthorizedAccessException(), new IOException() }
            .Select(DeliveryTrouble.Of).Append(DeliveryTrouble.Slow).Append(DeliveryTrouble.Altered).Select(code => $"Detail.FeedBehind.{code}")).ShouldBeEmpty();

    [Theory]
    [InlineData("staff-changed 4 5", "team, manager")]
    [InlineData("review-signed:abc", "SHA-256 of the file: abc")]
    [InlineData("access-reduced-Nurse", "Nurse")]
    [InlineData("outside-copies", "outside copies")]
    [InlineData("holds", "as it was written")]
    [InlineData("broken: edited", "It was changed")]
    [InlineData("no-such-entry", "no such entry")]
    [InlineData("nothing-there", "no entry in that part")]
    [InlineData("taken-again", "takes entries again")]
    [InlineData("made-now: DailyActivity", "Daily activity")]
    [InlineData("made-now: WeeklyPatterns", "Weekly patterns")]
    [InlineData("retiring 2019-11", "Nov 2019")]
    [InlineData("retired 2019-11", "Nov 2019")]
    [InlineData("retired 2019-13", "Code: retired 2019-13")]
    public void A_reason_of_the_log_has_words(string reason, string words) =>
        Services.GetRequiredService<IStringLocalizer<AuditTexts>>().Reason(reason, Services.GetRequiredService<IStringLocalizer<PublicTexts>>()).ShouldContain(words);

    private static IEnumerable<string> Of<T>(params string[] keys)
        where T : struct, Enum => Enum.GetNames<T>().Where(name => name is not ("None" or "Any")).SelectMany(name => keys.Select(key => string.Format(System.Globalization.CultureInfo.InvariantCulture, key, name)));

    private IEnumerable<string> Missing<T>(IEnumerable<string> keys)
    {
        var texts = Services.GetRequiredService<IStringLocalizer<T>>();
        return keys.Where(key => texts[key].ResourceNotFound);
    }
}
