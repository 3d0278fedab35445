using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests;
using Portal.Tests.Features.Identity;

namespace Portal.Web.Tests.Circuits;

/// <summary>What a circuit makes of messages that no page of ours sends.</summary>
[Trait("Norm", "ASVS 2.2.2")]
public sealed class TamperedCircuitTests(WebFixture web) : IClassFixture<WebFixture>
{
    private const string Told = "A circuit was sent what its page does not send";

    private readonly WebPeople people = new(web);

    [Theory]
    [InlineData(null, "DispatchEventAsync", 1, "[{\"eventHandlerId\":987654,\"eventName\":\"click\",\"eventFieldInfo\":null},{}]")]
    [InlineData(null, "DispatchEventAsync", 1, "[\"garbage\"]")]
    [InlineData(null, "Anything", 4711, "[]")]
    [InlineData("System.Private.CoreLib", "Exit", 0, "[1]")]
    [InlineData("Portal", "ForAsync", 0, "[]")]
    public async Task A_call_of_what_is_not_there_does_nothing_shows_nothing_and_is_in_the_log(string? assembly, string method, long target, string arguments)
    {
        using var browser = await people.SignedInAsync(Role.Clinician);
        using var circuit = await RawCircuit.OpenAsync(web.Address, browser, "/patients");
        var before = Lines();
        var drawn = await DrawnByAsync(circuit, () => circuit.SendAsync("BeginInvokeDotNetFromJS", null, "7", assembly, method, target, arguments));
        for (var tries = 0; drawn > 0 && tries < 20; tries++)
        {
            // The page itself was still drawing: a call that draws something does so each time.
            drawn = await DrawnByAsync(circuit, () => circuit.SendAsync("BeginInvokeDotNetFromJS", null, "7", assembly, method, target, arguments));
        }

        drawn.ShouldBe(0);
        await WarnedAsync(before);
    }

    [Fact]
    public async Task A_part_that_nobody_made_ends_the_circuit()
    {
        using var browser = await people.SignedInAsync(Role.Clinician);
        using var circuit = await RawCircuit.OpenAsync(web.Address, browser, "/patients");
        await circuit.UntilAsync(one => one.Drawn.ToString().Contains("No patients are in your care yet", StringComparison.Ordinal));
        var drawn = await QuietAsync(circuit);
        await circuit.SendAsync(
            "UpdateRootComponents", null,
            "{\"batchId\":1,\"operations\":[{\"type\":\"add\",\"ssrComponentId\":9,\"marker\":{\"type\":\"server\",\"key\":{\"locationHash\":\"x\"},\"sequence\":0,\"descriptor\":\"AAAA\"}}]}", "");
        await ShouldBeCutAsync(circuit);
        circuit.Drawn.Length.ShouldBe(drawn);
    }

    // What they would put aside outlives the session, in this node's memory or in the browser's hands.
    [Theory]
    [InlineData("PauseCircuit")]
    [InlineData("ResumeCircuit", "secret", "https://localhost/", "https://localhost/patients", "[]", "")]
    public async Task A_circuit_is_neither_put_aside_nor_taken_up(string method, params string[] arguments)
    {
        using var browser = await people.SignedInAsync(Role.Clinician);
        using var circuit = await RawCircuit.OpenAsync(web.Address, browser, "/patients");
        await circuit.SendAsync(method, "9", [.. arguments]);
        await ShouldBeCutAsync(circuit);
    }

    [Fact]
    public async Task Bytes_that_are_no_message_cut_the_connection()
    {
        using var browser = await people.SignedInAsync(Role.Clinician);
        using var circuit = await RawCircuit.OpenAsync(web.Address, browser, "/patients");
        await circuit.SendBytesAsync(HubFrames.Framed([0xc1, 0xff, 0x00, 0xc1]));
        await ShouldBeCutAsync(circuit);
    }

    [Fact]
    [Trait("Norm", "ASVS 8.2.2")]
    public async Task A_part_of_somebody_elses_page_shows_in_ones_own_circuit_what_one_may_see_oneself()
    {
        var doctor = await people.NewAsync(Role.Clinician);
        await SamplePatients.AddAsync(web.Core, doctor.Id);
        using var theirs = web.NewBrowser();
        using var signedIn = await WebPeople.SignInAsync(theirs, doctor);
        using var own = await RawCircuit.OpenAsync(web.Address, theirs, "/patients");
        await own.UntilAsync(one => one.Drawn.ToString().Contains("Müller", StringComparison.Ordinal));
        var administrator = await people.NewAsync(Role.Administrator);
        using var mine = web.NewBrowser();
        using var signedInToo = await WebPeople.SignInAsync(mine, administrator);
        using var circuit = await RawCircuit.ConnectAsync(web.Address, mine);
        await circuit.StartAsync(new Uri(web.Address, "/patients"));
        await circuit.AddPartsAsync(await theirs.RawHtmlAsync("/patients"));
        await circuit.UntilAsync(one => one.Drawn.ToString().Contains("No patients are in your care yet", StringComparison.Ordinal));
        circuit.Drawn.ToString().ShouldNotContain("Müller");
        (await RefusedAsync(administrator)).ShouldBeGreaterThan(0, "the list was refused and that is an entry");
    }

    // The page itself may still be drawing.
    private static async Task<int> QuietAsync(RawCircuit circuit)
    {
        int drawn;
        do
        {
            drawn = circuit.Drawn.Length;
            await Task.Delay(1000);
        }
        while (circuit.Drawn.Length != drawn);
        return drawn;
    }

    private static async Task<int> DrawnByAsync(RawCircuit circuit, Func<Task> call)
    {
        var (drawn, answers) = (circuit.Drawn.Length, Answers(circuit));
        await call();
        await circuit.UntilAsync(one => Answers(one) > answers);
        return circuit.Drawn.Length - drawn;
    }

    private static int Answers(RawCircuit circuit) => circuit.Calls.Count(call => call is "JS.EndInvokeDotNet" or "JS.Error");

    private static async Task ShouldBeCutAsync(RawCircuit circuit) => (await circuit.CutAsync()).ShouldNotBeNull("the circuit goes on");

    private async Task<int> RefusedAsync(Person person)
    {
        var refused = 0;
        await foreach (var signed in web.Get<PortalDatabase>().Audit.ReadAllAsync(default))
        {
            refused += signed.Entry is { Outcome: AuditOutcome.Denied, Action: AuditAction.Search } entry && entry.Account == person.Id ? 1 : 0;
        }

        return refused;
    }

    private int Lines() => web.Log().Count(line => line.Contains(Told, StringComparison.Ordinal));

    // The log's file is written beside the answer.
    private async Task WarnedAsync(int before)
    {
        for (var tries = 0; tries < 100 && Lines() == before; tries++)
        {
            await Task.Delay(50);
        }

        Lines().ShouldBeGreaterThan(before);
        web.Log().Where(line => line.Contains(Told, StringComparison.Ordinal)).ShouldAllBe(line => !line.Contains("garbage") && !line.Contains("987654"));
    }
}
