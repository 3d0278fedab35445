using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Portal.Kernel.Access;
using Portal.Web.Security;
using Xunit.Abstractions;

namespace Portal.Web.Tests.Circuits;

/// <summary>What is left on a node of circuits that were closed. PORTAL_CIRCUITS says how many are opened for the figure; then run this class alone.</summary>
public sealed class CircuitMemoryTests(WebFixture web, ITestOutputHelper output) : IClassFixture<WebFixture>
{
    private const string Variable = "PORTAL_CIRCUITS";
    private const int Side = 8;
    private const int WarmUp = 400;
    private const double Limit = 1.1;

    private readonly WebPeople people = new(web);

    [Fact]
    public async Task A_page_that_is_closed_leaves_nothing_of_its_circuit_behind()
    {
        using var browser = await people.SignedInAsync(Role.Clinician);
        var kept = await OpenAndLeaveAsync(browser);
        await NoneIsOpenAsync();
        for (var tries = 0; tries < 100 && kept.IsAlive; tries++)
        {
            GC.Collect();
            await Task.Delay(50);
        }

        kept.IsAlive.ShouldBeFalse();
    }

    [ManyCircuits]
    public async Task Memory_after_many_circuits_is_what_it_was_before()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable(Variable)!, CultureInfo.InvariantCulture);
        await OpenManyAsync(WarmUp);
        var before = await HeapAsync();
        var watch = Stopwatch.StartNew();
        await OpenManyAsync(count);
        var took = watch.Elapsed;
        var after = await HeapAsync();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} circuits in {took.TotalSeconds:0} s: {after / before:0.000} x ({after / 1048576:0.00} MB after, {before / 1048576:0.00} MB before; resident {Environment.WorkingSet / 1048576} MB)"));
        (after / before).ShouldBeLessThanOrEqualTo(Limit);
    }

    // A browser lives as long as a session: not longer than the test, but for many circuits.
    private async Task OpenManyAsync(int count) =>
        await Task.WhenAll(Enumerable.Range(0, Side).Select(async side =>
        {
            using var browser = await people.SignedInAsync(Role.Clinician);
            for (var i = side; i < count; i += Side)
            {
                using var circuit = await RawCircuit.OpenAsync(web.Address, browser, "/patients");
                await circuit.LeaveAsync();
            }
        }));

    // Not inlined: a local of the caller would keep it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> OpenAndLeaveAsync(Browser browser)
    {
        using var circuit = await RawCircuit.OpenAsync(web.Address, browser, "/patients");
        circuit.Drawn.ToString().ShouldContain("No patients are in your care yet");
        var kept = new WeakReference(web.Get<CircuitSessions>().Open.ShouldHaveSingleItem());
        await circuit.LeaveAsync();
        return kept;
    }

    private async Task NoneIsOpenAsync()
    {
        for (var tries = 0; tries < 200 && web.Get<CircuitSessions>().Count > 0; tries++)
        {
            await Task.Delay(50);
        }

        web.Get<CircuitSessions>().Count.ShouldBe(0);
    }

    private async Task<double> HeapAsync()
    {
        await NoneIsOpenAsync();
        await Task.Delay(TimeSpan.FromSeconds(5));
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private sealed class ManyCircuitsAttribute : FactAttribute
    {
        public ManyCircuitsAttribute() =>
            Skip = Environment.GetEnvironmentVariable(Variable) is null ? $"set {Variable} to open and close so many circuits" : null;
    }
}
