using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Sealing;
using Portal.Features.BreakGlass;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Care.Exclusions;
using Portal.Features.Patients.Care.Marks;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Tests.Features.BreakGlass;
using Portal.Tests.Features.Patients.Care;

namespace Portal.Tests.Data.Sealing;

/// <summary>Rows read in one round trip are the rows that EF reads, no more of them and with the same verdict on their seals.</summary>
[Trait("Norm", "164.312(c)")]
public sealed class SealedReadTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly CareScene scene = new(portal);

    [Fact]
    public async Task What_comes_in_one_round_trip_is_what_EF_reads()
    {
        var (clinician, patient) = await MarkedAsync();
        SealedQuery[] queries = [SealedQuery.All<Exclusion>(), SealedQuery.OfAccount<CareRelationship>(clinician.Account!.Value), SealedQuery.All<SensitiveMark>()];
        var reach = Reach.ToDecide(clinician, [patient]);

        var whole = await SameAsync(reach, patient, queries);
        whole.Select(row => row.GetType()).ShouldBe([typeof(Exclusion), typeof(CareRelationship), typeof(SensitiveMark)]);
        whole.ShouldAllBe(row => !row.SealBroken);

        await portal.Database.AsSuperuserAsync("UPDATE care.relationships SET start = start - interval '1 day' WHERE patient_id = $1", patient.Value);
        await portal.Database.AsSuperuserAsync("UPDATE care.marks SET seal_format = 77 WHERE patient_id = $1", patient.Value);
        (await SameAsync(reach, patient, queries)).Select(row => row.SealBroken).ShouldBe([false, true, true]);
    }

    [Fact]
    public async Task A_grant_comes_as_EF_reads_it()
    {
        var glass = new Glass(portal);
        var (actor, patient, grant) = await glass.BrokenAsync();
        var rows = await SameAsync(Reach.OwnCare(actor), patient, [SealedQuery.OfAccount<GlassGrant>(actor.Account!.Value)]);
        rows.ShouldHaveSingleItem().Id.ShouldBe(grant);
    }

    [Fact]
    [Trait("Norm", "164.312(a)(1)")]
    public async Task Row_security_holds_and_nothing_of_the_reach_stays_on_the_connection()
    {
        var (clinician, patient) = await MarkedAsync();
        var (stranger, other) = await scene.TeamAsync();

        // Asked for anybody's ties to both patients, it gets its own; of marks and exclusions those of the patients named in the reach.
        var rows = await portal.Get<PortalDatabase>().ReadAsync(
            Reach.ToDecide(stranger, [other]), [patient, other], [SealedQuery.All<CareRelationship>(), SealedQuery.All<SensitiveMark>(), SealedQuery.All<Exclusion>()], default);
        rows.ShouldHaveSingleItem().ShouldBeOfType<CareRelationship>().AccountId.ShouldBe(stranger.Account!.Value);

        await using var db = portal.Get<PortalDatabase>().Open();
        (await db.Database.SqlQuery<string>($"SELECT coalesce(current_setting('portal.actor', true), '') || coalesce(current_setting('portal.patients', true), '') AS \"Value\"").SingleAsync())
            .ShouldBe("");
        (await db.Set<CareRelationship>().CountAsync(row => row.AccountId == clinician.Account)).ShouldBe(0);
    }

    [Fact]
    public async Task Rows_that_belong_to_nobody_are_not_asked_for_by_account() =>
        await Should.ThrowAsync<InvalidOperationException>(() => portal.Get<PortalDatabase>().ReadAsync(
            Reach.ToDecide(Actor.Person(AccountId.New(), Role.Clinician, SessionId.New(), Origin.Local), []), [], [SealedQuery.OfAccount<SensitiveMark>(AccountId.New())], default));

    // A clinician on the team of a patient who has a mark and excludes somebody else.
    private async Task<(Actor Clinician, PatientId Patient)> MarkedAsync()
    {
        var clinician = await scene.PersonAsync();
        var (myself, patient) = await scene.SelfAsync(clinician.Account);
        (await scene.MarkAsync(clinician, patient)).ShouldBe(CareOutcome.Done);
        (await scene.ExcludeAsync(myself, patient, await scene.PersonAsync())).ShouldBe(CareOutcome.Done);
        return (clinician, patient);
    }

    private async Task<IReadOnlyList<SealedRow>> SameAsync(Reach reach, PatientId patient, IReadOnlyList<SealedQuery> queries)
    {
        var database = portal.Get<PortalDatabase>();
        var fast = await database.ReadAsync(reach, [patient], queries, default);
        await using var db = await database.OpenAsync(reach, default);
        var slow = new List<SealedRow>();
        foreach (var query in queries)
        {
            slow.AddRange(await query.AskAsync(db, [patient], default));
        }

        fast.Select(row => Told(db, row)).ShouldBe(slow.Select(row => Told(db, row)), ignoreOrder: true);
        return fast;
    }

    // All that the table holds of a row, and what its seal said.
    private static string Told(PortalDbContext db, SealedRow row) => string.Join(
        '|', db.Model.FindEntityType(row.GetType())!.GetProperties()
            .Select(property => $"{property.Name}={Text(property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(property.PropertyInfo!.GetValue(row)) : property.PropertyInfo!.GetValue(row))}")
            .Append($"{row.SealBroken}"));

    private static string Text(object? value) => value is byte[] bytes ? Convert.ToHexString(bytes) : $"{value}";
}
