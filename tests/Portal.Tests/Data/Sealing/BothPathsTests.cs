using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Data;
using Portal.Data.Sealing;
using Portal.Features.Patients.Care;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Tests.Data.Sealing;

/// <summary>Every sealed table, found by reflection: a row that EF saves and one that the bulk path inserts are stored, sealed and read alike.</summary>
[Trait("Norm", "164.312(c)")]
public sealed class BothPathsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly DateTimeOffset Time = new DateTimeOffset(2026, 3, 29, 1, 59, 59, TimeSpan.FromHours(1)).AddTicks(1_234_567);

    private static readonly AccountId Actor = AccountId.New();

    public static TheoryData<Type> Sealed => [.. SealedTypes];

    private static List<Type> SealedTypes =>
        [.. typeof(SealedRow).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SealedRow)) && !type.IsAbstract && !type.ContainsGenericParameters)];

    [Fact]
    public void The_list_of_sealed_types_is_that_of_the_model()
    {
        using var db = portal.Open();
        db.Model.GetEntityTypes().Select(type => type.ClrType).Where(type => type.IsSubclassOf(typeof(SealedRow)))
            .ShouldBe(SealedTypes, ignoreOrder: true);
        SealedTypes.Count.ShouldBeGreaterThan(15);
    }

    [Theory, MemberData(nameof(Sealed))]
    public Task A_full_row_and_a_bare_one_read_the_same_from_both_paths(Type row) =>
        (Task)typeof(BothPathsTests).GetMethod(nameof(CheckAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!
            .MakeGenericMethod(row).Invoke(this, [])!;

    private async Task CheckAsync<T>()
        where T : SealedRow
    {
        T[] slow, fast;
        await using (var db = portal.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            // Row security lets nobody take a grant for somebody else.
            await db.Database.ExecuteSqlAsync($"SELECT set_config('portal.actor', {Actor.Value.ToString()}, true)");
            var type = db.Model.FindEntityType(typeof(T))!;
            slow = [Make<T>(type, full: true), Make<T>(type, full: false)];
            fast = [Make<T>(type, full: true), Make<T>(type, full: false)];
            await Changes.AppendEntryAsync(portal, db, slow[0].PatientId);
            db.AddRange(slow);
            await db.SaveChangesAsync();
            await portal.Get<PortalDatabase>().Bulk.InsertAsync(db, fast, default);
            await transaction.CommitAsync();
        }

        await using var read = portal.Open();
        foreach (var written in slow.Concat(fast))
        {
            var stored = await read.Set<T>().AsNoTracking().SingleAsync(row => row.Id == written.Id);
            stored.SealBroken.ShouldBeFalse();
            foreach (var property in read.Model.FindEntityType(typeof(T))!.GetProperties())
            {
                Form(property, stored).ShouldBe(Form(property, written), $"{typeof(T).Name}.{property.Name}");
            }
        }
    }

    private static string Form(IProperty property, object row) =>
        property.GetGetter().GetClrValue(row) is not { } value ? "null" : (property.GetTypeMapping().Converter?.ConvertToProvider(value) ?? value) switch
        {
            byte[] bytes => Convert.ToHexString(bytes),
            DateTimeOffset time => Microseconds.Cut(time).UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture),
            var other => Convert.ToString(other, System.Globalization.CultureInfo.InvariantCulture)!,
        };

    private static T Make<T>(IEntityType type, bool full)
        where T : SealedRow
    {
        var row = (T)Activator.CreateInstance(typeof(T), nonPublic: true)!;
        var (id, patient) = (Guid.NewGuid(), PatientId.New());
        foreach (var property in type.GetProperties().Where(p => p.PropertyInfo is { CanWrite: true } && (full || !p.IsNullable)))
        {
            property.PropertyInfo!.SetValue(row, Value(property));
        }

        if (row is CareRelationship { End: null } bare)
        {
            bare.Source = CareSource.Assigned; // nothing else goes without an end
        }

        (row.Id, row.PatientId, row.Version) = (id, patient, 1);
        return row;
    }

    private static object Value(IProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        return type switch
        {
            _ when typeof(IProtected).IsAssignableFrom(type) => Activator.CreateInstance(
                type, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance, null, [Plain(type.GetGenericArguments()[0]), DataKey.New()], null)!,
            _ when type == typeof(string) => Guid.NewGuid().ToString("N")[..Math.Min(32, property.GetMaxLength() ?? 32)],
            _ when type == typeof(byte[]) => Guid.NewGuid().ToByteArray(),
            _ when type == typeof(Guid) => Guid.NewGuid(),
            _ when type == typeof(PatientId) => PatientId.New(),
            _ when type == typeof(AccountId) => Actor,
            _ when type == typeof(SessionId) => SessionId.New(),
            _ when type == typeof(DateTimeOffset) => Time,
            _ when type == typeof(bool) => true,
            _ when type.IsEnum => Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!,
            _ when type == typeof(int) || type == typeof(short) || type == typeof(long) => Convert.ChangeType(7, type, null),
            _ => throw new NotSupportedException($"Give a value for a {type.Name}: {property.Name}."),
        };
    }

    // What is inside is of no matter here: the cell is compared as it is stored.
    private static object Plain(Type type)
    {
        if (type == typeof(string) || type == typeof(byte[]) || type.IsInterface)
        {
            return type == typeof(string) ? "Zoë" : type.IsInterface ? JsonSerializer.Deserialize("[]", type)! : new byte[] { 1, 2, 3 };
        }

        var plain = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
        foreach (var json in type.GetProperties().Where(property => property.PropertyType == typeof(JsonElement)))
        {
            json.SetValue(plain, JsonSerializer.SerializeToElement("any"));
        }

        return plain;
    }
}
