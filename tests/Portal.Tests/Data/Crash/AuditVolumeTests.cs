using Portal.Data.Postgres.Embedded;
using Portal.TestKit;
using Portal.Tests.Data.Embedded;
using Xunit.Abstractions;

namespace Portal.Tests.Data.Crash;

/// <summary>The volume of the audit log alone is full, and all else could be read and written.</summary>
[Trait("Norm", "164.312(b)")]
public sealed class AuditVolumeTests(ITestOutputHelper output)
{
    [VolumeFact]
    public async Task Given_a_full_audit_volume_Then_nothing_opens_an_operator_is_told_and_it_goes_on_by_itself()
    {
        var folder = DataFolder.Open(TestCluster.NewFolderPath());
        try
        {
            var found = await DiskFullFindings.OfAsync(folder, TestCluster.NewFolderPath(), producers: 16, full: TimeSpan.FromSeconds(1));

            output.WriteLine($"{found}");
            found.Acknowledged.ShouldBeGreaterThan(100);
            (found.Lost, found.Broken, found.Opened).ShouldBe((0, 0, 0), $"{found}");
            found.Findings.ShouldBe(1);
        }
        finally { TestCluster.Remove(folder); }
    }
}
