using Microsoft.EntityFrameworkCore;
using Portal.Benchmarks.Fields;
using Portal.Features.Patients.Registration;

namespace Portal.Benchmarks.Search;

/// <summary>Finding one patient by a blind index (the hash is made anew each time) against a plain column with an ordinary index; both give the token alone.</summary>
internal static class LookupBench
{
    private const int Patients = 20_000;
    private const int Calls = 3_000;

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        await using var instance = await BenchInstance.StartAsync();
        await Population.FillAsync(instance, Patients, _ => null);
        var plain = FieldOptions.For<PlainPatients>(instance);
        yield return await CompareAsync("record number", number => ByMrnAsync(instance, number), number => ByPlainMrnAsync(plain, number));
        yield return await CompareAsync("e-mail", number => ByEmailAsync(instance, number), number => ByPlainEmailAsync(plain, number));
    }

    private static async Task<Result> CompareAsync(string what, Func<int, Task> blind, Func<int, Task> plain)
    {
        var (number, other) = (0, 0);
        var (ours, peer) = await Rounds.AlternateAsync(
            Calls, () => blind(number = (number + 7919) % Patients), () => plain(other = (other + 7919) % Patients));
        return Result.Of("lookup", $"by {what} among {Patients} patients, p50", ours, peer, "µs", Limit.RatioAtMost(1.25));
    }

    private static async Task ByMrnAsync(BenchInstance instance, int number)
    {
        await using var db = instance.Open();
        var index = instance.Get<PatientIndexes>().Mrn(Person.MrnOf(number));
        await db.Set<Patient>().Where(row => row.MrnIndex == index).Select(row => row.PatientId).SingleAsync();
    }

    private static async Task ByEmailAsync(BenchInstance instance, int number)
    {
        await using var db = instance.Open();
        var index = instance.Get<PatientIndexes>().Email(Person.EmailOf(number));
        await db.Set<Patient>().Where(row => row.EmailIndex == index).Select(row => row.PatientId).SingleAsync();
    }

    private static async Task ByPlainMrnAsync(DbContextOptions<PlainPatients> options, int number)
    {
        await using var db = new PlainPatients(options);
        var mrn = Person.MrnOf(number);
        await db.Set<PlainPatient>().Where(row => row.Mrn == mrn).Select(row => row.Id).SingleAsync();
    }

    private static async Task ByPlainEmailAsync(DbContextOptions<PlainPatients> options, int number)
    {
        await using var db = new PlainPatients(options);
        var email = Person.EmailOf(number);
        await db.Set<PlainPatient>().Where(row => row.Email == email).Select(row => row.Id).SingleAsync();
    }
}
