using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data;
using Portal.Data.Keys;
using Portal.Data.Postgres;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Patients;
using Portal.Features.Patients.Chart;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Tests.Data.Keys;

/// <summary>Lost and swapped keys: the portal stops and says so, and never makes a new key over existing data.</summary>
[Trait("Norm", "164.312(a)(2)(iv)")]
public sealed class SystemKeysTests
{
    [Fact]
    public async Task Another_key_file_is_refused_at_start_and_changes_nothing()
    {
        await using var portal = await NewPortalAsync();
        var before = await KeysAsync(portal);

        var refusal = await Should.ThrowAsync<KeyFileException>(() => ReopenAsync(portal, new KeyEncryptionKey("other", new byte[32])));
        await Should.ThrowAsync<KeyFileException>(() => ReopenAsync(portal, new KeyEncryptionKey(portal.Root.Id, new byte[32])));

        refusal.Message.ShouldContain("put the right key file back");
        (await KeysAsync(portal)).ShouldBe(before);
    }

    [Theory]
    [InlineData("DELETE FROM keys.system_keys WHERE use = 4")] // the key of audit MACs
    [InlineData("DELETE FROM keys.system_keys WHERE use = 3")] // the key of row seals
    [InlineData("DELETE FROM keys.system_keys")]
    [InlineData("DELETE FROM keys.system_keys; DELETE FROM keys.patient_keys")] // a restore without the keys schema
    public async Task Lost_keys_are_not_made_anew_over_existing_data(string loss)
    {
        await using var portal = await NewPortalAsync();
        await SamplePatients.AddAsync(portal.Fixture, null);
        await portal.Fixture.Database.AsSuperuserAsync(loss);
        var left = await KeysAsync(portal);

        (await Should.ThrowAsync<KeyFileException>(() => ReopenAsync(portal, portal.Root))).Message.ShouldContain("restore the keys schema");
        (await KeysAsync(portal)).ShouldBe(left);
    }

    [Fact]
    public async Task Two_instances_with_keys_of_their_own_read_only_their_own_in_one_process()
    {
        await using var mine = await NewPortalAsync();
        await using var yours = await NewPortalAsync();
        var (myPatient, yourPatient) = (await SamplePatients.AddAsync(mine.Fixture, null), await SamplePatients.AddAsync(yours.Fixture, null));

        foreach (var (portal, patient) in new[] { (mine, myPatient), (yours, yourPatient), (mine, myPatient) })
        {
            await using var db = portal.Fixture.Open();
            var access = await portal.Fixture.Get<Gate>().OpenForImportAsync(db, Actor.System("test"), [patient], [], default);
            var rows = await db.Set<Observation>().ToListAsync();
            rows.Count.ShouldBe(2);
            rows.ShouldAllBe(row => !row.SealBroken && access.Reveal(row, row.Details).HasValue);
        }

        // My keys over your rows: every seal is broken and every cell damaged, and nothing throws.
        await using var own = mine.Fixture.Open();
        var myKey = (await mine.Fixture.Get<PatientKeys>().OfAsync(own, [myPatient], default))[myPatient];
        await using var crossed = new PostgresDbContext(
            PostgresOptions.For(yours.Fixture.Database.JobConnectionString()), mine.Fixture.Get<KeyRing>());
        (await crossed.Set<Observation>().ToListAsync()).ShouldAllBe(row => row.SealBroken && row.Details!.Open(myKey).IsDamaged && row.Code!.Open(myKey).IsDamaged);
    }

    [Fact]
    [Trait("Norm", "17")]
    public async Task Without_the_patients_key_a_fresh_start_opens_nothing_of_that_patient_and_lists_the_others()
    {
        await using var portal = await NewPortalAsync();
        var clinician = Actor.Person(AccountId.New(), Role.Clinician, SessionId.New(), Origin.Local);
        var erased = await SamplePatients.AddAsync(portal.Fixture, clinician.Account);
        var kept = await SamplePatients.AddAsync(portal.Fixture, clinician.Account);
        await portal.Fixture.Database.AsSuperuserAsync("DELETE FROM keys.patient_keys WHERE patient_id = $1", erased.Value);
        await using var again = await ReopenAsync(portal, portal.Root);

        (await again.Get<OpenRecord>().ForAsync(clinician, Purpose.Treatment, erased, default)).ShouldBeNull();
        (await again.Get<OpenRecord>().ForAsync(clinician, Purpose.Treatment, kept, default)).ShouldNotBeNull();
        (await again.Get<ListMyPatients>().ForAsync(clinician, Purpose.Treatment, null, default)).Items.ShouldHaveSingleItem().Id.ShouldBe(kept);
    }

    [Fact]
    public async Task A_patients_key_copied_to_another_patient_opens_nothing()
    {
        await using var portal = await NewPortalAsync();
        var clinician = Actor.Person(AccountId.New(), Role.Clinician, SessionId.New(), Origin.Local);
        var mine = await SamplePatients.AddAsync(portal.Fixture, clinician.Account);
        var other = await SamplePatients.AddAsync(portal.Fixture, null);
        await portal.Fixture.Database.AsSuperuserAsync(
            "UPDATE keys.patient_keys SET wrapped = (SELECT wrapped FROM keys.patient_keys WHERE patient_id = $2) WHERE patient_id = $1", mine.Value, other.Value);
        await using var again = await ReopenAsync(portal, portal.Root);

        (await again.Get<OpenRecord>().ForAsync(clinician, Purpose.Treatment, mine, default)).ShouldBeNull();
    }

    private static async Task<OwnPortal> NewPortalAsync()
    {
        var fixture = new PortalFixture();
        await fixture.InitializeAsync();
        return new OwnPortal(fixture);
    }

    private static async Task<Reopened> ReopenAsync(OwnPortal portal, KeyEncryptionKey root)
    {
        var instance = await PostgresSetup.OpenAsync(portal.Fixture.Database.ConnectionString, root, cluster: null, portal.Fixture.Clock, default);
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(portal.Fixture.Clock).AddPortal(instance).BuildServiceProvider();
        return new Reopened(services);
    }

    private static async Task<string> KeysAsync(OwnPortal portal) => (string)(await portal.Fixture.Database.RunAsync(
        DatabaseRole.Owner, "SELECT coalesce(string_agg(use || ':' || encode(wrapped, 'hex'), ' ' ORDER BY use), '') FROM keys.system_keys"))!;

    private sealed record OwnPortal(PortalFixture Fixture) : IAsyncDisposable
    {
        public KeyEncryptionKey Root => Fixture.Root;

        public async ValueTask DisposeAsync() => await Fixture.DisposeAsync();
    }

    private sealed record Reopened(ServiceProvider Services) : IAsyncDisposable
    {
        public T Get<T>()
            where T : notnull => Services.GetRequiredService<T>();

        public ValueTask DisposeAsync() => Services.DisposeAsync();
    }
}
