using MailDispatcher.Contracts;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MailDispatcher.Web.Intake;

/// <summary>What the OpenAPI document says of the intake that its addresses do not say themselves.</summary>
internal static class IntakeDocument
{
    /// <summary>The intake alone: pages and the page's API are nobody else's.</summary>
    public static bool Includes(ApiDescription described) =>
        described.RelativePath?.StartsWith("v1/", StringComparison.Ordinal) == true;

    public static Task Name(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        document.Info.Title = "Mail Dispatcher: mails over HTTP";
        return Task.CompletedTask;
    }

    // As metadata of the endpoint, it would send other content types to the page's own answer for strangers.
    public static Task DescribeBody(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "A mail request: contracts/mail-request.schema.json.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [MailRequestCodec.ContentType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } },
            },
        };
        return Task.CompletedTask;
    }
}
