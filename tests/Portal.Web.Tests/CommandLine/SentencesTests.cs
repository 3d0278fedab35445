using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Kernel.Audit;
using Portal.Web.CommandLine;

namespace Portal.Web.Tests.CommandLine;

public sealed class SentencesTests
{
    private static readonly PostgresException Full = new("could not extend file", "ERROR", "ERROR", PostgresErrorCodes.DiskFull);

    public static TheoryData<Exception> BehindAFullDisk => new()
    {
        Full, new DbUpdateException("x", Full), new AuditUnavailableException(Full), new AggregateException(new AuditUnavailableException(Full)),
    };

    [Theory, MemberData(nameof(BehindAFullDisk))]
    [Trait("Norm", "164.308(a)(7)")]
    public void Whatever_could_not_be_written_on_a_full_disk_the_disk_is_what_is_told(Exception error) =>
        Sentences.Of(error).ShouldBe("There is no space left for the database: free some and start again.");

    [Fact]
    public void A_log_that_cannot_be_written_for_another_reason_is_told_as_that() =>
        Sentences.Of(new AuditUnavailableException(new TimeoutException()))!.ShouldContain("audit log");
}
