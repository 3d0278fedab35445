using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Portal.Web.Hosting;

/// <summary>The beginning of the circuit's id. The page shows it when its circuit breaks, and the log line of the failure carries the id.</summary>
internal sealed class CircuitReference : CircuitHandler
{
    private const int Length = 12;

    /// <summary>Empty outside a circuit.</summary>
    public string Value { get; private set; } = "";

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Value = circuit.Id[..Length];
        return Task.CompletedTask;
    }
}
