namespace MailDispatcher.Sandbox.Api;

/// <summary>A parameter of the query can't be used; the pipeline answers with the error.</summary>
internal sealed class QueryProblem(ApiError error) : Exception(error.Message)
{
    public ApiError Error => error;
}
